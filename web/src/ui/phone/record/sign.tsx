import type { JSX } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { ask, problemOf } from '../../../store/phone/client'
import type { Kept } from '../../../store/phone/recording'
import { Dialog } from '../../parts/dialog'
import { Icon } from '../../parts/icon'
import { PhotoButton } from './photo'
import { say, sayProblem } from './texts'

const width = 640
const height = 320

/** Signs with a finger, or photographs a thumb mark on paper. */
export function SignSheet({ onKept, onClose }: { onKept: (k: Kept) => void; onClose: () => void }): JSX.Element {
  const pad = useRef<HTMLCanvasElement>(null)
  const [drawn, setDrawn] = useState(false)
  const [wrong, setWrong] = useState('')
  const clear = (): void => {
    const c = pad.current?.getContext('2d')
    if (!c) return
    c.fillStyle = '#fff' // on white in any theme: it is printed
    c.fillRect(0, 0, width, height)
    setDrawn(false)
  }
  useEffect(clear, [])
  const use = async (): Promise<void> => {
    if (!drawn) {
      setWrong(say('sign.empty'))
      return
    }
    const blob = await new Promise<Blob | null>((r) => pad.current?.toBlob(r, 'image/png'))
    try {
      if (!blob) throw new Error('the canvas gave no picture')
      onKept(await ask('keepMade', 'signature', new Uint8Array(await blob.arrayBuffer())))
    } catch (e) {
      setWrong(sayProblem(problemOf(e).code))
    }
  }
  return (
    <Dialog title={say('sign.title')} onClose={onClose}>
      <div class="stack">
        <canvas ref={pad} class="pad" width={width} height={height} role="img" aria-label={say('sign.pad')} onPointerDown={(e) => begin(e.currentTarget, e, () => setDrawn(true))} />
        <p class="help">{say('sign.pad')}</p>
        <p class="error" role="alert" hidden={!wrong}>
          {wrong}
        </p>
        <div class="row">
          <button type="button" class="btn" onClick={clear}>
            <Icon name="undo-2" /> {say('sign.clear')}
          </button>
          <button type="button" class="btn main grow" onClick={() => void use()}>
            <Icon name="check" /> {say('use')}
          </button>
        </div>
        <PhotoButton text={say('sign.photo')} camera onKept={onKept} onWrong={setWrong} />
      </div>
    </Dialog>
  )
}

/** Draws one line, from where the finger came down until it is lifted. */
function begin(canvas: HTMLCanvasElement, down: PointerEvent, drew: () => void): void {
  const c = canvas.getContext('2d')
  if (!c) return
  down.preventDefault()
  canvas.setPointerCapture(down.pointerId)
  const box = canvas.getBoundingClientRect()
  const at = (e: PointerEvent): [number, number] => [((e.clientX - box.left) / box.width) * width, ((e.clientY - box.top) / box.height) * height]
  c.strokeStyle = '#1b2420'
  c.lineWidth = 5
  c.lineCap = c.lineJoin = 'round'
  c.beginPath()
  c.moveTo(...at(down))
  const move = (e: PointerEvent): void => {
    if (e.pointerId !== down.pointerId) return
    c.lineTo(...at(e))
    c.stroke()
    drew()
  }
  const up = (e: PointerEvent): void => {
    if (e.pointerId !== down.pointerId) return
    for (const [name, f] of [['pointermove', move], ['pointerup', up], ['pointercancel', up]] as const) canvas.removeEventListener(name, f)
  }
  canvas.addEventListener('pointermove', move)
  canvas.addEventListener('pointerup', up)
  canvas.addEventListener('pointercancel', up)
}
