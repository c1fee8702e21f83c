// For black-box tests and training: everything that is needed to use a simulated store without pairing.
import type { House } from "../server/house.ts";
import { demoCards } from "./members.ts";
import { type DemoTokens, demoStaff, writeSimulated } from "./stations.ts";

export const announceSimulated = (
  dir: string,
  {
    url,
    tokens,
    house,
  }: { readonly url: string; readonly tokens: DemoTokens; readonly house: House },
): void =>
  writeSimulated(dir, {
    url,
    tokens,
    staff: demoStaff.map(({ id, name, pin, role }) => ({ id, name, pin, role })),
    devices: house.hub.list(),
    cards: demoCards,
  });
