import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { textOf, type Json } from '../../../core/decode'
import { termLabel, termsOn } from '../../../core/kinds'
import { keyOfChoice } from '../../../core/speech'
import { today } from '../../../store/clock'
import { mayAt, myAreas } from '../../../store/phone/book'
import { ask, meet, problemOf } from '../../../store/phone/client'
import type { Draft } from '../../../store/phone/recording'
import type { Write } from '../../../store/replica/device'
import { go } from '../../../store/router'
import { book } from '../../../store/session'
import { tell, warn } from '../../../store/toast'
import { l, lang } from '../../../store/words'
import { Loading } from '../../parts/state'
import { sayApp } from '../../speech/texts'
import { problemText } from '../door'
import { Frame } from '../frame'
import { PhoneForm, Save } from '../form'
import { areaName } from '../homes'
import { attachment, emptyBody, heldOf, useKeeping, type VisitBody } from '../record/draft'
import { Extra } from '../record/extra'
import { PlaceField } from '../record/place'
import { useTaking } from '../record/take'
import { say } from '../words'
import { Tile } from './holding'
import { TopicPicture } from './pictures'
import '../../css/record.phone.css'
import '../../css/simple.css'

type What = 'tell' | 'take'

/** The area that something is told of: the one that a role or an assignment of mine names. */
function areaOf(what: What): string {
  const kind = what === 'tell' ? 'note' : 'attachment'
  return myAreas().find((area) => mayAt('create', kind, { area, household: '' })) ?? ''
}

/** Says what happened in the village, or shows it: by pictures, voice and photos. */
export function TellPage({ what }: { what: What }): JSX.Element {
  const [draft, setDraft] = useState<Draft | null>(null)
  const area = areaOf(what)
  useEffect(() => {
    ask('draft', what === 'tell' ? 'note' : 'attachment', area, '').then(setDraft, () => setDraft(null))
  }, [what, area])
  const title = sayApp(`reporter.${what}`)
  if (!area) return <Frame title={title} back="/phone"><p class="empty">{say('tell.closed')}</p></Frame>
  if (!draft) return <Frame title={title} back="/phone"><Loading /></Frame>
  return <Telling what={what} area={area} draft={draft} title={title} />
}

function Telling({ what, area, draft, title }: { what: What; area: string; draft: Draft; title: string }): JSX.Element {
  const [body, setBody] = useState<VisitBody>(draft.at > 0 ? (draft.body as unknown as VisitBody) : emptyBody)
  const [dirty, setDirty] = useState(draft.at > 0)
  const [busy, setBusy] = useState(false)
  const keeping = useKeeping(draft, body, dirty)
  const put = (to: (b: VisitBody) => Partial<VisitBody>): void => {
    setDirty(true)
    setBody((b) => ({ ...b, ...to(b) }))
  }
  const set = (name: string, v: Json): void => put((b) => ({ values: { ...b.values, [name]: v } }))
  const { take, sheet } = useTaking('', (kind, k) => {
    if (kind === 'photo' || kind === 'voice') put((b) => ({ held: { ...b.held, [k.meta.digest]: heldOf(kind, k) } }))
  })
  const add = async (kind: 'photo' | 'voice'): Promise<void> => {
    const digest = await take(kind)
    if (typeof digest === 'string') put((b) => ({ extra: [...b.extra.filter((d) => d !== digest), digest] }))
  }
  const topic = textOf(body.values.topic)
  const text = textOf(body.values.text)
  const save = async (): Promise<void> => {
    const empty = body.extra.length === 0
    if (what === 'tell' ? !topic || (empty && !text.trim()) : empty) {
      warn(say(`${what}.need`))
      return
    }
    setBusy(true)
    try {
      const ids = await ask('newIds', body.extra.length)
      await ask('record', writesOf(what, area, draft.record, ids, body), draft.record)
      keeping.done()
      if ('vibrate' in navigator) navigator.vibrate(40)
      tell(say('kept'))
      if (navigator.onLine) void meet()
      go('/phone', { replace: true })
    } catch (e) {
      warn(problemText(problemOf(e)))
      setBusy(false)
    }
  }
  return (
    <Frame title={title} back="/phone">
      <p class="quiet">{say('tell.at', { area: areaName(area) })}</p>
      <PhoneForm class="stack" save={save}>
        {what === 'tell' && (
          <section role="group" aria-label={say('tell.topic')}>
            <h2>{say('tell.topic')}</h2>
            <div class="tiles small">
              {termsOn(book().pack, 'note_topic', today()).map((x) => (
                <Tile key={x.code} of={keyOfChoice('note', 'topic', x.code)} text={l(x.label)} picture={<TopicPicture code={x.code} />} on={topic === x.code} onPress={() => set('topic', x.code)} />
              ))}
            </div>
          </section>
        )}
        <Extra files={body.extra} held={body.held} onAdd={(kind) => void add(kind)} onFiles={(extra) => put(() => ({ extra }))} />
        <div>
          <label class="label" for="tell-text">
            {say(what === 'tell' ? 'tell.text' : 'take.text')}
          </label>
          <textarea id="tell-text" class="input" rows={3} maxLength={what === 'tell' ? 4000 : 500} value={text} onInput={(e) => set('text', e.currentTarget.value)} />
        </div>
        {what === 'tell' && <PlaceField label={say('tell.place')} value={body.values.point} onChange={(v) => set('point', v)} />}
        <Save busy={busy}>{say('save')}</Save>
      </PhoneForm>
      {sheet}
    </Frame>
  )
}

/** A note with its files, or files that are of the village itself. */
function writesOf(what: What, area: string, record: string, ids: string[], body: VisitBody): Write[] {
  const by = book().me.user.id
  const files = (subject: string, caption: string, idOf: (i: number) => string): Write[] =>
    body.extra.flatMap((digest, i): Write[] => {
      const held = body.held[digest]
      if (!held) return []
      const w = attachment(idOf(i), { subject, household: '', area, by }, held, caption)
      return [{ ...w, fields: Object.fromEntries(Object.entries(w.fields).filter(([name]) => name !== 'household')) }]
    })
  const text = textOf(body.values.text).trim()
  if (what === 'take') return files(area, text, (i) => (i === 0 ? record : (ids[i] ?? '')))
  const topic = textOf(body.values.topic)
  const fields: Record<string, Json> = { subject: area, area, topic, by, on: today(), text: text || say('tell.spoken', { topic: termLabel(book().pack, 'note_topic', topic, today(), lang.value) }) }
  if (body.values.point) fields.point = body.values.point
  return [{ kind: 'note', record, fields }, ...files(record, '', (i) => ids[i] ?? '')]
}
