/** Whose map it is, of what a PMTiles file says of itself: plain words, without its markup. */
export function attributionOf(metadata: unknown): string {
  const said = typeof metadata === 'object' && metadata !== null && 'attribution' in metadata ? metadata.attribution : ''
  if (typeof said !== 'string') return ''
  const plain = said.replace(/<[^>]*>/g, '').replace(/&copy;/g, '©').replace(/&amp;/g, '&').replace(/\s+/g, ' ').trim()
  return plain.slice(0, 200)
}
