import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { Json } from '../../../core/decode'
import type { Kept } from '../../../store/phone/recording'
import type { Taken as What } from '../../form/filling'
import { useRow } from '../use'
import { Pic, Player } from './looked'
import { PhotoSheet } from './photo'
import { PickSheet } from './pick'
import { placeText, PlaceSheet } from './place'
import { SignSheet } from './sign'
import { say } from './texts'
import { VoiceSheet } from './voice'

interface Asked {
  what: What
  give: (v: Json | null) => void
}

/** What can't be typed, asked for in a sheet over the page. */
export function useTaking(home: string, onKept: (what: What, k: Kept) => void): { take: (what: What) => Promise<Json | null>; sheet: JSX.Element | null } {
  const [asked, setAsked] = useState<Asked | null>(null)
  const take = (what: What): Promise<Json | null> => new Promise((give) => setAsked({ what, give }))
  return { take, sheet: asked && <Sheet asked={asked} home={home} onKept={onKept} done={() => setAsked(null)} /> }
}

function Sheet({ asked, home, onKept, done }: { asked: Asked; home: string; onKept: (what: What, k: Kept) => void; done: () => void }): JSX.Element {
  const give = (v: Json | null): void => {
    asked.give(v)
    done()
  }
  const kept = (k: Kept): void => {
    onKept(asked.what, k)
    give(k.meta.digest)
  }
  const close = (): void => give(null)
  switch (asked.what) {
    case 'photo':
      return <PhotoSheet onKept={kept} onClose={close} />
    case 'voice':
      return <VoiceSheet onKept={kept} onClose={close} />
    case 'signature':
      return <SignSheet onKept={kept} onClose={close} />
    case 'position':
      return <PlaceSheet onFix={(f) => give({ ...f })} onClose={close} />
    default:
      return <PickSheet kind={asked.what} home={home} onPick={give} onClose={close} />
  }
}

/** What was taken, for the eye or the ear. */
export function Shown({ what, v }: { what: What; v: Json }): JSX.Element {
  const text = typeof v === 'string' ? v : ''
  switch (what) {
    case 'photo':
      return <Pic digest={text} alt={say('photo.alt')} />
    case 'signature':
      return <Pic digest={text} alt={say('sign.alt')} />
    case 'voice':
      return <Player digest={text} />
    case 'position':
      return <span>{placeText(v)}</span>
    default:
      return <NameOf kind={what} id={text} />
  }
}

export function NameOf({ kind, id }: { kind: 'person' | 'household'; id: string }): JSX.Element {
  const name = useRow(kind, id)?.v.name
  return <span>{typeof name === 'string' ? name : say('history.none')}</span>
}
