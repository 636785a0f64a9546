import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { showInstant } from '../../../core/dates'
import type { Json } from '../../../core/decode'
import { Dialog } from '../../parts/dialog'
import { Icon } from '../../parts/icon'
import { watch, type Fix, type Watched } from './position'
import { say } from './texts'

/** Exact enough to be taken without waiting for better, in metres. */
const good = 15

/** Follows the position until it is good enough, or taken as it is. */
export function PlaceSheet({ onFix, onClose }: { onFix: (f: Fix) => void; onClose: () => void }): JSX.Element {
  const [now, setNow] = useState<Watched | null>(null)
  const [turn, setTurn] = useState(0)
  useEffect(() => {
    setNow(null)
    let best: Fix | null = null
    return watch((w) => {
      if ('fix' in w && best && best.acc < w.fix.acc) return
      if ('wrong' in w && best) return
      if ('fix' in w) best = w.fix
      setNow(w)
    })
  }, [turn])
  const fix = now && 'fix' in now ? now.fix : null
  useEffect(() => {
    if (fix && fix.acc <= good) onFix(fix)
  }, [fix])
  return (
    <Dialog title={say('place.title')} onClose={onClose}>
      <div class="stack">
        <p role="status">{fix ? say('place.have', { n: fix.acc }) : now && 'wrong' in now ? say(`place.${now.wrong}`) : say('place.waiting')}</p>
        {fix ? (
          <button type="button" class="btn main wide" onClick={() => onFix(fix)}>
            <Icon name="check" /> {say('use')}
          </button>
        ) : (
          <button type="button" class="btn wide" onClick={() => setTurn(turn + 1)}>
            <Icon name="refresh-cw" /> {say('place.again')}
          </button>
        )}
      </div>
    </Dialog>
  )
}

/** A position in words: where, how exact, when it was found, and whether the phone says that it is simulated. */
export function placeText(v: Json | undefined): string {
  if (typeof v !== 'object' || v === null || Array.isArray(v)) return ''
  const { lat, lon, acc, at, mock } = v
  return [
    [lat, lon].map((n) => (typeof n === 'number' ? n.toFixed(5) : '?')).join(', '),
    typeof acc === 'number' && acc > 0 ? say('place.have', { n: Math.round(acc) }).toLowerCase() : '',
    typeof at === 'number' && at > 0 ? say('place.at', { at: showInstant(at) }) : '',
    mock === true ? say('place.mock') : '',
  ]
    .filter(Boolean)
    .join(' · ')
}

/** A record's own position: taken by the phone, not typed. */
export function PlaceField({ label, value, onChange }: { label: string; value: Json | undefined; onChange: (v: Json) => void }): JSX.Element {
  const [open, setOpen] = useState(false)
  const text = placeText(value)
  return (
    <div class="field">
      <p class="label">{label}</p>
      {text && <p class="taken">{text}</p>}
      <div class="row wrap">
        <button type="button" class="btn" onClick={() => setOpen(true)}>
          <Icon name="map-pin" /> {text ? say('place.again') : say('place.take')}
        </button>
        {text && (
          <button type="button" class="btn bare" onClick={() => onChange(null)}>
            <Icon name="x" /> {say('place.remove')}
          </button>
        )}
      </div>
      {open && (
        <PlaceSheet
          onFix={(f) => {
            onChange({ ...f })
            setOpen(false)
          }}
          onClose={() => setOpen(false)}
        />
      )}
    </div>
  )
}
