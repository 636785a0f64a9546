import type { JSX } from 'preact'

/** One of a few, as the phone's own list: codes with their words. */
export function Choice({ label, value, options, onPick }: { label: string; value: string; options: [string, string][]; onPick: (v: string) => void }): JSX.Element {
  return (
    <label class="field">
      <span class="label">{label}</span>
      <select class="input" value={value} onChange={(e) => onPick(e.currentTarget.value)}>
        {options.map(([code, text]) => (
          <option key={code} value={code}>
            {text}
          </option>
        ))}
      </select>
    </label>
  )
}
