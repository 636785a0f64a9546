import type { JSX } from 'preact'
import { useMemo, useState } from 'preact/hooks'
import type { Json } from '../../core/decode'
import { openForm, type Form } from '../../core/form/open'
import { inLanguage, type Answers, type Declaration } from '../../core/form/types'
import { mediaUrl, textsOf } from '../../core/speech'
import { today } from '../../store/clock'
import { getForm, listForms, type FormLine } from '../../store/forms'
import { useSpeech } from '../speech/use'
import { SpeechPanel } from '../speech/panel'
import { lang } from '../../store/words'
import { Icon } from '../parts/icon'
import { Empty, Failed, Loading } from '../parts/state'
import { useFetched, useIdFor, useTitle } from '../parts/use'
import type { Host, Taken } from './filling'
import { FormFields, useOutcome, wrongPaths } from './form'
import { say as speechSay } from '../speech/texts'
import { say } from './texts'

/** The pack's forms, and one of them as it will be on a phone. */
export function FormsPage({ id, version }: { id: string; version: string }): JSX.Element {
  const found = useFetched('forms', listForms)
  const me = lang.value
  useTitle(say('page.title', me))
  if (!found.data) return found.fault ? <Failed fault={found.fault} again={found.again} /> : <Loading />
  if (found.data.length === 0) return <Empty>{say('page.empty', me)}</Empty>
  return (
    <div class={`forms ${id ? 'open' : ''}`}>
      <section>
        <h1>{say('page.title', me)}</h1>
        <p class="help" style="margin-bottom: 12px">
          {say('page.lead', me)}
        </p>
        <p style="margin-bottom: 12px">
          <a class="btn" href="/speech">
            <Icon name="mic" /> {speechSay('page.title')}
          </a>
        </p>
        <ul class="card">
          {found.data.map((f) => (
            <li key={`${f.id}/${f.version}`}>
              <Line f={f} open={f.id === id && String(f.version) === version} />
            </li>
          ))}
        </ul>
      </section>
      {id && <Preview key={`${id}/${version}`} id={id} version={Number(version)} />}
    </div>
  )
}

function Line({ f, open }: { f: FormLine; open: boolean }): JSX.Element {
  const me = lang.value
  return (
    <a class="line" href={`/form/${f.id}/${f.version}`} aria-current={open ? 'page' : undefined}>
      <Icon name="file-text" />
      <span class="grow">
        {inLanguage(f.title, me)}
        <span class="quiet small">
          {' '}
          · {say('page.version', me, { n: f.version })} · {say('page.questions', me, { n: f.questions })}
        </span>
      </span>
      {!f.latest && <span class="tag">{say('page.older', me)}</span>}
    </a>
  )
}

function Preview({ id, version }: { id: string; version: number }): JSX.Element {
  const found = useFetched(`form/${id}/${version}`, (signal) => getForm(id, version, signal))
  if (found.fault) return <Failed fault={found.fault} again={found.again} />
  return found.data ? <Opened declaration={found.data} /> : <Loading />
}

function Opened({ declaration }: { declaration: Declaration }): JSX.Element {
  const opened = useMemo((): Form | string => {
    try {
      return openForm(declaration)
    } catch (e) {
      return e instanceof Error ? e.message : ''
    }
  }, [declaration])
  if (typeof opened === 'string') return <Empty>{say('page.broken', lang.value, { why: opened })}</Empty>
  return <Trying form={opened} />
}

function Trying({ form }: { form: Form }): JSX.Element {
  const me = lang.value
  const [shownIn, setShownIn] = useState<string>(me)
  const [answers, setAnswers] = useState<Answers>({})
  const [tried, setTried] = useState(false)
  const [day, setDay] = useState(today())
  const [round, setRound] = useState(0)
  const speech = useSpeech()
  const outcome = useOutcome(form, answers, day)
  const wrong = wrongPaths(outcome)
  const dayId = useIdFor('day')
  const title = inLanguage(form.declaration.title, shownIn)
  return (
    <>
      <div>
        <section class="phone" aria-label={title}>
          <div class="screen">
            <h1 style="margin-bottom: 16px">{title}</h1>
            <FormFields key={round} form={form} answers={answers} onAnswers={setAnswers} day={day} host={sampleHost(shownIn, speech.of)} tried={tried} showFailed />
          </div>
        </section>
      </div>
      <section class="trying stack">
        <div>
          <p class="label">{say('page.language', me)}</p>
          <div class="segments" role="group">
            {languagesOf(form.declaration).map((code) => (
              <button type="button" key={code} aria-pressed={code === shownIn} onClick={() => setShownIn(code)}>
                {names[code] ?? code}
              </button>
            ))}
          </div>
        </div>
        <div>
          <label class="label" for={dayId}>
            {say('page.day', me)}
          </label>
          <input id={dayId} class="input" type="date" value={day} onInput={(e) => setDay(e.currentTarget.value || today())} />
        </div>
        <p class="row wrap">
          <button type="button" class="btn main" onClick={() => setTried(true)}>
            <Icon name="check" /> {say('page.try', me)}
          </button>
          <button
            type="button"
            class="btn"
            onClick={() => {
              setAnswers({})
              setTried(false)
              setRound(round + 1)
            }}
          >
            <Icon name="undo-2" /> {say('page.clear', me)}
          </button>
        </p>
        {tried && <p role="status">{wrong.length === 0 ? say('page.good', me) : say('page.bad', me, { n: wrong.length })}</p>}
        <div>
          <h2>{say('page.kept', me)}</h2>
          <p class="help">{say('page.kept.help', me)}</p>
          <pre class="num">{JSON.stringify(outcome.stored, null, 1)}</pre>
        </div>
      </section>
      <SpeechPanel speech={speech} texts={textsOf(form.declaration).map((x) => ({ of: x.of, under: x.under, text: inLanguage(x.text, me) }))} />
    </>
  )
}

const names: Record<string, string> = { vi: 'Tiếng Việt', en: 'English' }

/** The languages that the form's title has, the pack's first. */
function languagesOf(d: Declaration): string[] {
  return Object.keys(d.title).sort((a, b) => Number(b === 'vi') - Number(a === 'vi') || a.localeCompare(b))
}

const samples: Record<Taken, Json> = {
  photo: '0'.repeat(64),
  voice: '0'.repeat(64),
  signature: '0'.repeat(64),
  person: '0'.repeat(21) + 'F',
  household: '0'.repeat(21) + 'F',
  position: { lat: 22.39, lon: 103.46, acc: 12 },
}

/** On the desk nothing is taken: a sample stands for it. */
function sampleHost(code: string, speech: Host['speech']): Host {
  return {
    lang: code,
    media: mediaUrl,
    speech,
    voice: '',
    take: (what) => Promise.resolve(samples[what]),
    show: () => say('page.sample', code),
  }
}
