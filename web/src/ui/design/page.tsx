import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { showDay } from '../../core/dates'
import { asFault } from '../../store/client'
import { beginDesign, listDesigns, type Designs } from '../../store/designs'
import { listPrograms, type Program } from '../../store/programs'

import { refOf, writes } from '../../store/records'
import { go } from '../../store/router'
import { l } from '../../store/words'
import { Dialog } from '../parts/dialog'
import { Icon } from '../parts/icon'
import { Empty, Failed, Loading } from '../parts/state'
import { TextField } from '../parts/textfield'
import { useFetched, useTitle } from '../parts/use'
import { Foot, Select } from '../program/parts'
import { Editor } from './editor'
import { say } from './texts'
import '../css/program.css'
import '../css/design.css'

/** The drafts and what was published, or one draft. */
export function DesignScreen({ id, part }: { id: string; part: string }): JSX.Element {
  const found = useFetched(`designs/${writes.value}`, listDesigns)
  const programs = useFetched('designs/programs', listPrograms)
  const fault = found.fault ?? programs.fault
  if (fault && !(found.data && programs.data)) return <Failed fault={fault} again={found.again} />
  if (!found.data || !programs.data) return <Loading />
  if (id) return <Editor id={id} part={part} programs={programs.data.programs} facts={found.data.facts} key={id} />
  return <Drafts all={found.data} programs={programs.data.programs} />
}

function Drafts({ all, programs }: { all: Designs; programs: Program[] }): JSX.Element {
  useTitle(say('title'))
  const [begins, setBegins] = useState(false)
  return (
    <div class="page board">
      <header>
        <h1>{say('title')}</h1>
        <div class="acts">
          <button type="button" class="btn main" onClick={() => setBegins(true)}>
            <Icon name="plus" /> {say('begin')}
          </button>
        </div>
      </header>
      <p class="help">{say('lead')}</p>
      <h2>{say('drafts')}</h2>
      {all.drafts.length === 0 && <Empty>{say('drafts.none')}</Empty>}
      <ul class="programlist">
        {all.drafts.map((d) => (
          <li key={d.id}>
            <a class="card" href={`/design/${d.id}`}>
              <strong>{d.label}</strong>
              <span class="quiet small">{say(d.base ? 'draft.version' : 'draft.new')}</span>
            </a>
          </li>
        ))}
      </ul>
      <h2>{say('published')}</h2>
      {all.published.length === 0 ? (
        <p class="help">{say('published.none')}</p>
      ) : (
        <ul class="feed">
          {all.published.map((p) => (
            <li key={`${p.code}/${p.version}`} class="moneyrow">
              <a href={`/program/${p.code}`}>{p.label}</a>
              <span class="quiet small">{say('published.line', { version: p.version, from: showDay(p.from), by: refOf(p.by)?.title ?? '' })}</span>
              <span class="small">{p.reason}</span>
            </li>
          ))}
        </ul>
      )}
      {begins && <Begin programs={programs} templates={all.templates} onClose={() => setBegins(false)} />}
    </div>
  )
}

function Begin({ programs, templates, onClose }: { programs: Program[]; templates: Designs['templates']; onClose: () => void }): JSX.Element {
  const [anew, setAnew] = useState(true)
  const [from, setFrom] = useState('')
  const [template, setTemplate] = useState(templates[0]?.code ?? '')
  const [name, setName] = useState('')
  const [busy, setBusy] = useState('')
  const [error, setError] = useState('')
  const send = async (): Promise<void> => {
    setBusy('…')
    try {
      const d = await beginDesign(from, from ? '' : template, anew, name.trim())
      writes.value += 1
      go(`/design/${d.id}`)
    } catch (e) {
      setBusy('')
      setError(l(asFault(e).text))
    }
  }
  const options = programs.filter((p) => p.inForce).map((p) => ({ code: p.code, text: l(p.label) }))
  return (
    <Dialog title={say('begin.title')} onClose={onClose}>
      <fieldset class="field choose">
        <legend class="label">{say('begin.what')}</legend>
        {([true, false] as const).map((v) => (
          <label key={String(v)} class="tick">
            <input type="radio" name="anew" checked={anew === v} onChange={() => setAnew(v)} /> {say(v ? 'begin.new' : 'begin.change')}
          </label>
        ))}
      </fieldset>
      {anew ? (
        <>
          <TextField label={say('begin.name')} value={name} onInput={setName} autofocus />
          <fieldset class="field choose">
            <legend class="label">{say('begin.template')}</legend>
            {templates.map((x) => (
              <label key={x.code} class="tick">
                <input
                  type="radio"
                  name="template"
                  checked={!from && template === x.code}
                  onChange={() => {
                    setFrom('')
                    setTemplate(x.code)
                  }}
                />
                <span>
                  {l(x.label)}
                  <span class="quiet small block">{l(x.help)}</span>
                </span>
              </label>
            ))}
          </fieldset>
          <Select label={say('begin.from')} value={from} options={options} empty={say('begin.blank')} onChange={setFrom} />
        </>
      ) : (
        <Select label={say('begin.program')} value={from} options={options} empty="—" onChange={setFrom} />
      )}
      {error && (
        <p class="error" role="alert">
          {error}
        </p>
      )}
      <Foot go={say('begin.go')} busy={busy} disabled={anew ? !name.trim() : !from} onGo={() => void send()} onClose={onClose} />
    </Dialog>
  )
}
