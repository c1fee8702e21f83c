// brand.*: the house's name, logo and colour, checked before any page shows them.
import { refusal } from "../../refusals.ts";
import { err, ok } from "../../result.ts";
import { announceHouse } from "../announce.ts";
import { writeAudit } from "../audit.ts";
import type { Brand } from "../brand/brand.ts";
import { logoFault } from "../brand/logo.ts";
import { paletteOf } from "../brand/palette.ts";
import type { Handlers } from "../handler.ts";
import type { House } from "../house.ts";

type Names = "brand.get" | "brand.try" | "brand.put";

const contrastOf = (colour: string) => {
  const { askedRatio, usedRatio, adjusted, ...colours } = paletteOf(colour);
  const round = (ratio: number): number => Math.floor(ratio * 100) / 100;
  return { asked: round(askedRatio), used: round(usedRatio), adjusted, colours };
};

const shown = ({ colour, logo, names }: Brand) => ({
  ...(names === undefined ? {} : { names }),
  ...(logo === undefined ? {} : { logo }),
  ...(colour === undefined ? {} : { colour, contrast: contrastOf(colour) }),
});

/** What was not said stays; null takes away. */
const changed = <V>(said: V | null | undefined, before: V | undefined): V | undefined =>
  said === undefined ? before : (said ?? undefined);

export const brandHandlers = (house: House): Handlers<Names> => ({
  "brand.get": () => ok(shown(house.brand.current())),
  "brand.try": ({ colour }) => ok(contrastOf(colour)),
  "brand.put": async (params, caller) => {
    const fault = params.logo == null ? undefined : logoFault(params.logo);
    if (fault !== undefined) return err(refusal("not_permitted", { why: "logo", fault }));
    const before = house.brand.current();
    const colour = changed(params.colour, before.colour);
    const logo = changed(params.logo, before.logo);
    const names = changed(params.names, before.names);
    await house.brand.put({
      ...(colour === undefined ? {} : { colour }),
      ...(logo === undefined ? {} : { logo }),
      ...(names === undefined ? {} : { names }),
    });
    const event = { type: "BrandChanged", ...(colour === undefined ? {} : { colour }) } as const;
    await writeAudit(house, { op: "brand.put", caller, event });
    announceHouse(house, { what: "brand", atMs: house.clock.nowMs() });
    return ok(colour === undefined ? {} : { contrast: contrastOf(colour) });
  },
});
