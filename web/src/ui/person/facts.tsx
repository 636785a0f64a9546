import type { JSX } from 'preact'
import type { Rec } from '../../core/api/types'
import { ageOn } from '../../core/dates'
import { textOf } from '../../core/decode'
import { today } from '../../store/clock'
import { listRecords, turnover } from '../../store/records'
import { kindOf, may } from '../../store/session'
import { t } from '../../store/words'
import { useFetched } from '../parts/use'
import { cellText, RefLink } from '../parts/value'

/** Of a person at a glance: how old, in which household, as what; of a child, in whose care. */
export function PersonFacts({ rec }: { rec: Rec }): JSX.Element {
  const membership = kindOf('membership')
  const homes = useFetched(`homes/${rec.id}/${turnover.value}`, async (s) =>
    may('membership').read ? listRecords('membership', new URLSearchParams({ 'f.person': rec.id, limit: '10' }), s) : null,
  )
  const now = (homes.data?.rows ?? []).filter((r) => !r.v.to)
  const age = typeof rec.v.born === 'string' && !rec.v.died ? ageOn(rec.v.born, today()) : null
  const guardian = kindOf('person')?.fields.find((f) => f.name === 'guardian')
  return (
    <dl class="facts">
      {age !== null && age >= 0 && (
        <div class="fact">
          <dt>{t('person.age')}</dt>
          <dd>{t('value.age', { n: age })}</dd>
        </div>
      )}
      {homes.data && membership && (
        <div class="fact">
          <dt>{t('related.membership.of')}</dt>
          <dd>
            {now.length === 0 && <span class="quiet">{t('value.none')}</span>}
            {now.map((m) => (
              <div key={m.id}>
                <RefLink id={textOf(m.v.household)} /> <span class="quiet small">{cellText(membership, m, 'relation')}</span>
              </div>
            ))}
          </dd>
        </div>
      )}
      {rec.child && guardian && !rec.hidden.includes('guardian') && (
        <div class="fact">
          <dt>{t('person.guardian')}</dt>
          <dd>{typeof rec.v.guardian === 'string' ? <RefLink id={rec.v.guardian} /> : <span class="due">{t('value.none')}</span>}</dd>
        </div>
      )}
    </dl>
  )
}
