// What stands behind the idle screen and is begun at once: the machine, the watch over devices, the house's looks, the
// keys. One file to fetch, while the idle screen is already there.
import type { TallygateClient } from "../../gateway/protocol/client.ts";
import { type Dress, openWardrobe, type Wardrobe } from "./house.ts";
import { type Journey, type JourneySnapshot, startJourney } from "./journey.ts";
import { createKeypad, type Keypad, type KeypadParts } from "./keypad.ts";
import { type Surroundings, type Watch, watchSurroundings } from "./surroundings.ts";
import { createVoice, type Voice } from "./voice.ts";

/** In the same file: every screen. */
export { journeys, journeyStyles, nobodysVisit } from "./journeys.ts";

export interface Showing {
  readonly client: TallygateClient;
  readonly snapshot: (snapshot: JourneySnapshot) => void;
  readonly around: (around: Surroundings) => void;
  readonly dress: (dress: Dress) => void;
  readonly keys: KeypadParts;
}

export interface Begun {
  readonly actor: Journey;
  readonly watch: Watch;
  readonly wardrobe: Wardrobe;
  readonly keypad: Keypad;
  /** for a machine that has a voice */
  readonly speak: () => Voice;
}

export const begin = ({ client, snapshot, around, dress, keys }: Showing): Begun => ({
  actor: startJourney({ client, show: snapshot }),
  watch: watchSurroundings(client, around),
  wardrobe: openWardrobe(client, dress),
  keypad: createKeypad(keys),
  speak: () => createVoice(client),
});
