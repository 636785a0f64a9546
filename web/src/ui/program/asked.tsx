import type { JSX } from 'preact'
import { useEffect, useMemo, useState } from 'preact/hooks'
import type { Json } from '../../core/decode'
import { openForm, type Form } from '../../core/form/open'
import { inLanguage, type Answers } from '../../core/form/types'
import { digestsIn } from '../../core/media/digests'
import { mediaUrl } from '../../core/speech'
import { getForm, listForms } from '../../store/forms'
import type { SmallPhoto } from '../../store/programs'
import { warn } from '../../store/toast'
import { lang } from '../../store/words'
import type { Host, Taken } from '../form/filling'
import { FormFields, useOutcome, wrongPaths } from '../form/form'
import { Dialog } from '../parts/dialog'
import { RefPicker } from '../parts/refpicker'
import { Empty, Failed, Loading } from '../parts/state'
import { TextField } from '../parts/textfield'
import { useFetched } from '../parts/use'
import { refText } from '../parts/value'
import { useSpeech } from '../speech/use'
import { Chosen, PhotoDialog } from './photo'
import { readPlace, showPlace } from './place'
import { say } from './texts'

/** What was answered to a step's form, and how many questions are wrong yet. */
export interface Asked {
  version: number
  answers: string
  wrong: number
  /** Those that the answers name. */
  photos: SmallPhoto[]
}

interface AskedProps {
  id: string
  day: string
  tried: boolean
  onAnswers: (a: Asked) => void
}

/** The form that a step asks, in its newest version, filled in at the desk. */
export function AskedForm(p: AskedProps): JSX.Element {
  const found = useFetched(`stepform/${p.id}`, async (signal) => {
    const line = (await listForms(signal)).find((f) => f.id === p.id && f.latest)
    return { form: line ? openForm(await getForm(line.id, line.version, signal)) : null }
  })
  if (found.fault) return <Failed fault={found.fault} again={found.again} />
  if (!found.data) return <Loading />
  return found.data.form ? <Filling {...p} form={found.data.form} /> : <Empty>{say('form.gone')}</Empty>
}

function Filling({ form, day, tried, onAnswers }: AskedProps & { form: Form }): JSX.Element {
  const [answers, setAnswers] = useState<Answers>({})
  const outcome = useOutcome(form, answers, day)
  const wrong = useMemo(() => wrongPaths(outcome).length, [outcome])
  const speech = useSpeech()
  const { take, sheet, photos } = useTaking()
  useEffect(() => {
    const named = digestsIn(outcome.stored)
    onAnswers({ version: form.declaration.version, answers: JSON.stringify(outcome.stored), wrong, photos: photos.filter((p) => named.includes(p.digest)) })
  }, [outcome, photos])
  const host: Host = { lang: lang.value, media: mediaUrl, speech: speech.of, voice: '', take, show: (what, v) => (what === 'photo' ? shownPhoto(photos, v) : typeof v === 'string' ? refText(v) : showPlace(v)) }
  return (
    <section class="asked" aria-label={inLanguage(form.declaration.title, lang.value)}>
      <h2>{inLanguage(form.declaration.title, lang.value)}</h2>
      <FormFields form={form} answers={answers} onAnswers={setAnswers} day={day} host={host} tried={tried} />
      {sheet}
    </section>
  )
}

function shownPhoto(photos: SmallPhoto[], v: Json): JSX.Element | string {
  const photo = photos.find((p) => p.digest === v)
  return photo ? <Chosen photo={photo} /> : ''
}

/** What can't be typed: people, households, places and photo files are chosen at the desk, voices and signatures are made on a phone. */
function useTaking(): { take: Host['take']; sheet: JSX.Element | null; photos: SmallPhoto[] } {
  const [asked, setAsked] = useState<{ what: 'person' | 'household' | 'position' | 'photo'; give: (v: Json | null) => void } | null>(null)
  const [photos, setPhotos] = useState<SmallPhoto[]>([])
  const take = (what: Taken): Promise<Json | null> => {
    if (what === 'voice' || what === 'signature') {
      warn(say('form.onphone'))
      return Promise.resolve(null)
    }
    return new Promise((give) => setAsked({ what, give }))
  }
  const give = (v: Json | null): void => {
    asked?.give(v)
    setAsked(null)
  }
  if (!asked) return { take, sheet: null, photos }
  if (asked.what === 'photo') {
    const keep = (p: SmallPhoto | null): void => {
      if (p) setPhotos((all) => [...all.filter((x) => x.digest !== p.digest), p])
      give(p?.digest ?? null)
    }
    return { take, sheet: <PhotoDialog onGive={keep} />, photos }
  }
  const title = say(`form.take.${asked.what}`)
  return {
    take,
    photos,
    sheet: (
      <Dialog title={title} onClose={() => give(null)}>
        {asked.what === 'position' ? <PlaceField onGive={give} /> : <RefPicker id="step-take" kinds={[asked.what]} value="" onPick={(id) => give(id)} autofocus />}
      </Dialog>
    ),
  }
}

function PlaceField({ onGive }: { onGive: (v: Json) => void }): JSX.Element {
  const [typed, setTyped] = useState('')
  const place = readPlace(typed)
  return (
    <>
      <TextField label={say('form.place')} help={say('form.place.help')} value={typed} onInput={setTyped} error={typed.trim() && !place ? say('form.place.wrong') : ''} />
      <p class="row">
        <button type="button" class="btn main" disabled={!place} onClick={() => place && onGive(place)}>
          {say('form.place.use')}
        </button>
      </p>
    </>
  )
}
