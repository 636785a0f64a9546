import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { Rec } from '../../core/api/types'
import { textOf } from '../../core/decode'
import { mediaUrl } from '../../core/speech'
import { getRecord } from '../../store/records'
import { t } from '../../store/words'
import { useFetched } from '../parts/use'

/** What a record's file shows or says; of a consent, the evidence that it names. */
export function FileSection({ rec }: { rec: Rec }): JSX.Element | null {
  const evidence = textOf(rec.v.evidence)
  const found = useFetched(`evidence/${evidence}`, (signal) => (evidence ? getRecord('attachment', evidence, signal) : Promise.resolve(null)))
  const of = evidence ? found.data : rec
  if (!of?.v.digest) return null
  return (
    <section class="group">
      <header>
        <h2>{t(evidence ? 'file.evidence' : 'file.title')}</h2>
      </header>
      <Shown digest={textOf(of.v.digest)} media={textOf(of.v.media)} title={of.title} />
    </section>
  )
}

function Shown({ digest, media, title }: { digest: string; media: string; title: string }): JSX.Element {
  const [away, setAway] = useState(false)
  const src = mediaUrl(`sha256:${digest}`)
  if (away) return <p class="quiet">{t('file.away')}</p>
  if (media.startsWith('audio/')) return <audio controls preload="metadata" src={src} aria-label={t('file.listen')} style="width: 100%" onError={() => setAway(true)} />
  if (media.startsWith('image/')) return <img src={src} alt={title || t('file.title')} style="max-width: 100%; max-height: 480px; border-radius: 8px" onError={() => setAway(true)} />
  return <a href={src} target="_blank" rel="noreferrer">{t('file.open')}</a>
}
