import { decodeQR } from 'qr/decode.js'
import type { JSX } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { Dialog } from '../../parts/dialog'
import { say } from './texts'

/** Pixels across which a frame is read: a card fills it, and a slow phone keeps up. */
const across = 480
/** Milliseconds between two frames that are read. */
const pace = 150

/** Looks for a code with the camera; what it reads goes to onFound, and the camera stops. */
export function ScanSheet({ onFound, onClose }: { onFound: (text: string) => void; onClose: () => void }): JSX.Element {
  const video = useRef<HTMLVideoElement>(null)
  const [wrong, setWrong] = useState(false)
  const found = useRef(onFound)
  found.current = onFound
  useEffect(() => {
    let stream: MediaStream | null = null
    let timer = 0
    let gone = false
    const canvas = document.createElement('canvas')
    const read = (): void => {
      const text = video.current ? codeIn(video.current, canvas) : ''
      if (text) found.current(text)
      else if (!gone) timer = window.setTimeout(read, pace)
    }
    navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment', width: { ideal: 1280 } }, audio: false }).then(
      (s) => {
        stream = s
        if (gone || !video.current) return stop(s)
        video.current.srcObject = s
        void video.current.play().then(read, () => setWrong(true))
      },
      () => setWrong(true),
    )
    return () => {
      gone = true
      clearTimeout(timer)
      if (stream) stop(stream)
    }
  }, [])
  return (
    <Dialog title={say('scan.title')} onClose={onClose}>
      {wrong ? (
        <p class="notice due" role="alert">
          {say('scan.nocamera')}
        </p>
      ) : (
        <>
          <video ref={video} class="scanner" muted playsInline aria-label={say('scan.title')} />
          <p class="help">{say('scan.help')}</p>
        </>
      )}
    </Dialog>
  )
}

function stop(s: MediaStream): void {
  for (const track of s.getTracks()) track.stop()
}

/** The text of the code in a picture; '' where there is none. */
function codeIn(video: HTMLVideoElement, canvas: HTMLCanvasElement): string {
  const { videoWidth: w, videoHeight: h } = video
  if (!w || !h) return ''
  canvas.width = across
  canvas.height = Math.round((h / w) * across)
  const c = canvas.getContext('2d', { willReadFrequently: true })
  if (!c) return ''
  c.drawImage(video, 0, 0, canvas.width, canvas.height)
  try {
    return decodeQR(c.getImageData(0, 0, canvas.width, canvas.height))
  } catch {
    return '' // no code in this frame
  }
}
