/** What the phone says of where it is. */
export interface Fix {
  lat: number
  lon: number
  acc: number
  /** When the position was found, in Unix milliseconds. */
  at: number
  mock?: true
}

/** Some platforms that a web app runs in say that a position is simulated, each under its own name. */
const mockNames = ['mocked', 'isMock', 'isFromMockProvider', 'simulated']

export function fixOf(p: GeolocationPosition): Fix {
  const { latitude, longitude, accuracy } = p.coords
  const told = [p, p.coords].some((o) => mockNames.some((n) => (o as unknown as Record<string, unknown>)[n] === true))
  return { lat: Number(latitude.toFixed(6)), lon: Number(longitude.toFixed(6)), acc: Math.max(1, Math.round(accuracy)), at: Math.round(p.timestamp), ...(told ? { mock: true as const } : {}) }
}

export type Watched = { fix: Fix } | { wrong: 'denied' | 'failed' }

/** Follows the position until it is told to stop; gives how. */
export function watch(tell: (w: Watched) => void): () => void {
  if (!('geolocation' in navigator)) {
    tell({ wrong: 'failed' })
    return () => undefined
  }
  const id = navigator.geolocation.watchPosition(
    (p) => tell({ fix: fixOf(p) }),
    (e) => tell({ wrong: e.code === e.PERMISSION_DENIED ? 'denied' : 'failed' }),
    { enableHighAccuracy: true, timeout: 30_000, maximumAge: 0 },
  )
  return () => navigator.geolocation.clearWatch(id)
}
