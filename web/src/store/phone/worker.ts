import { Host } from './host'
import { problemOf } from './told'
import type { Ask, Told } from './messages'

const scope = self as unknown as { onmessage: ((e: MessageEvent<Ask>) => void) | null; postMessage(m: Told): void }
const host = Host.start((event) => scope.postMessage(event))

scope.onmessage = ({ data: { id, call, args } }) => {
  host
    .then((h) => h.answer(call, args as never))
    .then((gives) => scope.postMessage({ id, gives }))
    .catch((e: unknown) => scope.postMessage({ id, problem: problemOf(e) }))
}
