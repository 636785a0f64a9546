import type { JSX } from 'preact'
import type { Row } from '../../core/api/types'
import { placeName } from '../../core/areas'
import { showDay } from '../../core/dates'
import { termLabel } from '../../core/kinds'
import { showNumber } from '../../core/numbers'
import { today } from '../../store/clock'
import { handoversOf, type Money, type Span } from '../../store/money'
import type { Program } from '../../store/programs'
import { link } from '../../store/router'
import { book, may, unitName } from '../../store/session'
import { l, lang } from '../../store/words'
import { itemName, showQuantity } from '../program/parts'
import { Failed, Loading } from '../parts/state'
import { Tabled } from '../parts/tabled'
import { useFetched, useTitle } from '../parts/use'
import { refText } from '../parts/value'
import { MoneyCells, MoneyHeads } from './page'
import { amount, PrintHead, SpanPicker, spanWords } from './parts'
import { say } from './texts'

const str = (r: Row, f: string): string => (typeof r.v[f] === 'string' ? r.v[f] : '')

/** A program's settlement over some months: what came in, what was given by which unit, and to whom. */
export function Settlement({ program: p, money, span }: { program: Program; money: Money; span: Span }): JSX.Element {
  const title = say('settle.title', { name: l(p.label) })
  useTitle(title)
  return (
    <div class="page board settlement">
      <PrintHead title={title} />
      <p class="sub noprint">
        <a href={link('/money', { ...span })}>{say('title')}</a> · <a href={`/program/${p.code}`}>{l(p.label)}</a>
      </p>
      <SpanPicker span={span} />
      <p class="printonly">{spanWords(span)}</p>
      <p class="help">{say('settle.help')}</p>
      <Tabled name={title}>
        <table class="mini">
          <caption class="sr">{title}</caption>
          <thead>
            <tr>
              <th>{say('item')}</th>
              <MoneyHeads partial={money.partial} />
            </tr>
          </thead>
          <tbody>
            {money.lines.map((x) => (
              <tr key={x.item}>
                <th scope="row">{itemName(x.item)}</th>
                <MoneyCells line={x} partial={money.partial} />
              </tr>
            ))}
          </tbody>
        </table>
      </Tabled>
      {money.units.length > 0 && (
        <>
          <h2>{say('units')}</h2>
          <Tabled name={say('units')}>
            <table class="mini">
              <caption class="sr">{say('units')}</caption>
              <thead>
                <tr>
                  <th>{say('unit')}</th>
                  <th>{say('item')}</th>
                  <th class="count">{say('given')}</th>
                  <th class="count">{say('handovers')}</th>
                </tr>
              </thead>
              <tbody>
                {money.units.map((u) => (
                  <tr key={u.unit + u.item}>
                    <th scope="row">{nameOfUnit(u.unit)}</th>
                    <td>{itemName(u.item)}</td>
                    <td class="num count">{amount(u.given, u.item)}</td>
                    <td class="num count">{showNumber(u.handovers)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Tabled>
        </>
      )}
      {may('entry').read && <SignedList program={p} span={span} />}
    </div>
  )
}

function nameOfUnit(id: string): string {
  const u = book().units.get(id)
  return u ? unitName(u) : '–'
}

/** Who received what, with how it was signed for, and room to sign on paper. */
function SignedList({ program: p, span }: { program: Program; span: Span }): JSX.Element {
  const found = useFetched(`signed/${p.code}/${span.from}/${span.to}`, (s) => handoversOf(p.code, span, s))
  if (found.fault) return <Failed fault={found.fault} again={found.again} />
  if (!found.data) return <Loading />
  const { rows, cut } = found.data
  return (
    <>
      <h2>{say('list')}</h2>
      {cut && <p class="notice due">{say('list.cut', { n: rows.length })}</p>}
      {rows.length === 0 ? (
        <p class="help">{say('list.none')}</p>
      ) : (
        <Tabled name={say('list')}>
          <table class="mini">
            <caption class="sr">{say('list')}</caption>
            <thead>
              <tr>
                <th class="count">{say('no')}</th>
                <th>{say('who')}</th>
                <th>{say('place')}</th>
                <th>{say('on')}</th>
                <th class="count">{say('amount')}</th>
                <th>{say('receipt')}</th>
                <th>{say('document')}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((r, i) => (
                <tr key={r.id}>
                  <td class="num count">{i + 1}</td>
                  <td>
                    <a href={`/entry/${r.id}`}>{refText(str(r, 'to')) || say('hidden')}</a>
                  </td>
                  <td>{placeName(book().areas, str(r, 'area'))}</td>
                  <td class="num">{showDay(str(r, 'on'))}</td>
                  <td class="num count">{showQuantity(typeof r.v.quantity === 'number' ? r.v.quantity : 0, str(r, 'item'))}</td>
                  <td class="sign">{termLabel(book().pack, 'receipt_form', str(r, 'receipt'), today(), lang.value)}</td>
                  <td>{str(r, 'document')}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Tabled>
      )}
      <p class="signers printonly">
        <span>{say('sign.maker')}</span>
        <span>{say('sign.chief')}</span>
      </p>
    </>
  )
}
