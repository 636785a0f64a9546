import type { JSX } from 'preact'
import { showInstant } from '../../../core/dates'
import type { Json } from '../../../core/decode'
import { openForm, type Form } from '../../../core/form/open'
import { inLanguage, type Answers, type Declaration } from '../../../core/form/types'
import { keyOfForm } from '../../../core/speech'
import { ask } from '../../../store/phone/client'
import type { Draft } from '../../../store/phone/recording'
import { tell } from '../../../store/toast'
import { lang, t } from '../../../store/words'
import type { Host, Taken } from '../../form/filling'
import { FormFields } from '../../form/form'
import { Icon } from '../../parts/icon'
import { Hear, hearing } from '../hear'
import { Shown } from './take'
import { say } from './texts'

/** A declared form, opened; null where there is none or it can't be. */
export function opened(d: Declaration | null): Form | null {
  try {
    return d && openForm(d)
  } catch {
    return null
  }
}

/** What stands in the place of a form where none is asked. */
export const noForm: Form = { declaration: { id: '', version: 0, kind: '', title: {}, questions: [] }, placed: new Map(), order: [] }

interface AskedProps {
  form: Form
  answers: Answers
  onAnswers: (answers: Answers) => void
  day: string
  tried: boolean
  take: Host['take']
}

/** The questions of a form on the phone, each of which can be heard. */
export function Asked({ form, answers, onAnswers, day, tried, take }: AskedProps): JSX.Element {
  return (
    <section class="asked">
      <div class="heard">
        <h2>{inLanguage(form.declaration.title, lang.value)}</h2>
        <Hear of={keyOfForm(form.declaration.id)} text={inLanguage(form.declaration.title, lang.value)} />
      </div>
      <FormFields form={form} answers={answers} onAnswers={onAnswers} day={day} tried={tried} host={{ ...hearing(), take, show: (what: Taken, v) => <Shown what={what} v={v} /> }} />
    </section>
  )
}

/** Says that there is a draft from before, and drops it; again begins anew, with it once more after an undo. */
export function DraftKept({ draft, body, done, again }: { draft: Draft; body: unknown; done: () => void; again: () => void }): JSX.Element {
  const drop = async (): Promise<void> => {
    done()
    await ask('dropDraft', draft.record)
    tell(say('draft.dropped'), { label: t('rec.undo'), run: () => void ask('keepDraft', { ...draft, body: body as Json }).then(again) })
    again()
  }
  return (
    <div class="state due">
      <span class="grow small">{say('draft.kept', { at: showInstant(draft.at) })}</span>
      <button type="button" class="btn" onClick={() => void drop()}>
        <Icon name="trash-2" /> {say('draft.drop')}
      </button>
    </div>
  )
}
