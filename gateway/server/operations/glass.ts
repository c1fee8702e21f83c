// station.configure, station.settings: what a technician tells a station of its glass, and how its page learns of it.
import { refusal } from "../../refusals.ts";
import { err, ok } from "../../result.ts";
import { announceHouse } from "../announce.ts";
import { writeAudit } from "../audit.ts";
import type { Handlers } from "../handler.ts";
import type { House } from "../house.ts";

type Names = "station.configure" | "station.settings";

export const glassHandlers = (house: House): Handlers<Names> => ({
  "station.configure": async ({ station, screen }, caller) => {
    const known = house.stations.get(station);
    if (known === undefined) return err(refusal("not_found", { what: "station" }));
    await house.stations.put({ ...known, screen });
    const event = { type: "StationConfigured", station, ...screen } as const;
    await writeAudit(house, { op: "station.configure", caller, event });
    announceHouse(house, { what: "screen", station, atMs: house.clock.nowMs() });
    return ok({ station, screen });
  },
  "station.settings": (_params, { station: { station } }) => {
    const { name = station, screen } = house.stations.get(station) ?? {};
    return ok({ station, name, ...(screen === undefined ? {} : { screen }) });
  },
});
