import type { JSX } from 'preact'
import { useMemo, useState } from 'preact/hooks'
import { evaluate, type Outcome } from '../../core/form/evaluate'
import type { Form } from '../../core/form/open'
import type { Answers } from '../../core/form/types'
import { withAnswer, type Host } from './filling'
import { Questions } from './question'
import '../css/form.css'

export interface FormProps {
  form: Form
  /** The draft: answers of questions that are hidden for now are kept in it. */
  answers: Answers
  onAnswers: (next: Answers) => void
  /** The day that the answers are about, YYYY-MM-DD. */
  day: string
  host: Host
  /** Whether what is missing is told too: after somebody tried to save. */
  tried: boolean
  showFailed?: boolean
}

/** A form as it is filled in: one scroll, conditions live, answers kept as they are given. */
export function FormFields(p: FormProps): JSX.Element {
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set())
  const outcome = useOutcome(p.form, p.answers, p.day)
  return (
    <div class="form" lang={p.host.lang}>
      <Questions
        f={{
          host: p.host,
          form: p.form.declaration.id,
          outcome,
          answers: p.answers,
          day: p.day,
          tried: p.tried,
          touched,
          showFailed: p.showFailed ?? false,
          set: (path, v) => {
            if (!touched.has(path)) setTouched(new Set([...touched, path]))
            p.onAnswers(withAnswer(p.answers, path, v))
          },
        }}
        list={p.form.declaration.questions}
        at=""
      />
    </div>
  )
}

/** What a form makes of its answers, worked out once for each change. */
export function useOutcome(form: Form, answers: Answers, day: string): Outcome {
  return useMemo(() => evaluate(form, answers, day), [form, answers, day])
}

/** The paths of questions with something wrong, in order: what stops saving. */
export function wrongPaths(outcome: Outcome): string[] {
  return [...outcome.results.values()].filter((r) => r.wrong).map((r) => r.path)
}
