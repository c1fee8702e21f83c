// station.*: invitations, pairing, the list of stations, revoking. Pairing happens before any session.
import type { ParamsOf } from "../../protocol/operations.ts";
import { type Refusal, refusal } from "../../refusals.ts";
import { type Result, err, ok } from "../../result.ts";
import { type Station, hashToken, newToken } from "../access/stations.ts";
import { checkNumber, isUsableKey } from "../access/station-key.ts";
import { writeAudit } from "../audit.ts";
import type { Caller } from "../caller.ts";
import type { Handlers } from "../handler.ts";
import type { House } from "../house.ts";

type Names =
  | "station.pair"
  | "station.invite"
  | "station.invited"
  | "station.list"
  | "station.rename"
  | "station.revoke";

export const stationHandlers = (house: House): Handlers<Names> => {
  const { stations, invitations, clock } = house;
  const nowIso = (): string => house.momentAt(clock.nowMs()).at;

  const changed = async (
    id: string,
    changes: Partial<Station>,
  ): Promise<Result<Station, Refusal>> => {
    const station = stations.get(id);
    if (station === undefined) return err(refusal("not_found", { what: "station" }));
    const next = { ...station, ...changes };
    await stations.put(next);
    return ok(next);
  };

  return {
    "station.pair": (params, caller) => pair(house, params, caller.local),
    "station.invite": async ({ key, ...asked }, caller) => {
      // the same key shows the same invitation again: a lost answer costs no second code
      const id = `inv_${house.pins.digest(key).slice(0, 32)}`;
      const known = invitations.get(id);
      const no = known === undefined ? await staffRefusal(house, asked, caller) : undefined;
      if (no !== undefined) return err(no);
      const made = known ?? invitations.create({ id, ...asked });
      const { code, token, expiresAtMs } = made;
      const shown = { invitation: id, code, token, expiresAt: house.momentAt(expiresAtMs).at };
      return ok(known === undefined ? shown : { ...shown, replay: true });
    },
    "station.invited": ({ invitation }) => {
      const found = invitations.get(invitation);
      if (found === undefined) return err(refusal("not_found", { what: "invitation" }));
      const { state, code, station, check, expiresAtMs } = found;
      return ok({
        state,
        ...(state === "open" ? { code } : {}),
        ...(station === undefined ? {} : { station }),
        ...(check === undefined ? {} : { check }),
        expiresAt: house.momentAt(expiresAtMs).at,
      });
    },
    "station.list": (_, { local }) => {
      const shown = stations.list().map((station) => shownStation(house, station));
      const { trustKit } = house;
      return ok({ stations: shown, ...(local && trustKit !== undefined ? { trustKit } : {}) });
    },
    "station.rename": async ({ station, name }, caller) => {
      const renamed = await changed(station, { name });
      if (!renamed.ok) return renamed;
      const event = { type: "StationRenamed", station } as const;
      await writeAudit(house, { op: "station.rename", caller, event });
      return ok({ station, name, at: nowIso() });
    },
    "station.revoke": async ({ station, reason }, caller) => {
      const revoked = await changed(station, { revoked: true });
      if (!revoked.ok) return revoked;
      const why = reason === undefined ? {} : { reason };
      const event = { type: "StationRevoked", station, ...why } as const;
      await writeAudit(house, { op: "station.revoke", caller, event });
      return ok({ station, revoked: true });
    },
  };
};

const shownStation = (house: House, station: Station) => ({
  station: station.station,
  role: station.role,
  name: station.name,
  pairedAt: station.pairedAt,
  revoked: station.revoked ?? false,
  ...(station.screen === undefined ? {} : { screen: station.screen }),
  ...seenAt(house, station.station),
  connected: house.sessions.ofStation(station.station)?.isConnected() === true,
});

/** Only a program carries an employee, one who works here, and only a manager lends out rights. */
const staffRefusal = async (
  { store }: Pick<House, "store">,
  { role, staff }: Pick<ParamsOf<"station.invite">, "role" | "staff">,
  caller: Caller,
): Promise<Refusal | undefined> => {
  if (staff === undefined) return undefined;
  if (role !== "integration") return refusal("not_permitted", { need: "role" });
  if (caller.employee()?.rights.includes("manager") !== true)
    return refusal("not_permitted", { need: "right" });
  const found = (await store.view([{ kind: "staff", id: staff }])).get("staff", staff);
  return found?.active === true ? undefined : refusal("not_found", { staff });
};

/** Real time, whatever the store's clock says: it is about cables and people. */
const seenAt = ({ sessions, momentAt }: House, station: string): { seenAt?: string } => {
  const seenAtMs = sessions.seenAtMs(station);
  return seenAtMs === undefined ? {} : { seenAt: momentAt(seenAtMs).at };
};

type Paired = {
  readonly station: string;
  readonly role: Station["role"];
  readonly check: string;
  readonly token?: string;
};

/** Who pairs without a key is a program and gets a token; a page keeps its key to itself. */
const pair = async (
  house: House,
  { code, token, demo, name, publicKey }: ParamsOf<"station.pair">,
  local: boolean,
): Promise<Result<Paired, Refusal>> => {
  const failed = err(refusal("pairing.failed"));
  if (publicKey !== undefined && !isUsableKey(publicKey)) return failed;
  const demoAllowed = demo !== undefined && house.simulation !== undefined && local;
  if (demo !== undefined && !demoAllowed) return failed;
  const invitation =
    demo === undefined && (code !== undefined || token !== undefined)
      ? house.invitations.take({
          ...(code === undefined ? {} : { code }),
          ...(token === undefined ? {} : { token }),
        })
      : undefined;
  const role = demo ?? invitation?.role;
  if (role === undefined) return failed;
  const station = house.newId("st");
  const given = publicKey === undefined ? newToken() : undefined;
  await house.stations.put({
    station,
    role,
    name: invitation?.name ?? name,
    pairedAt: house.momentAt(house.clock.nowMs()).at,
    ...(publicKey === undefined ? {} : { publicKey }),
    ...(given === undefined ? {} : { tokenHash: hashToken(given) }),
    ...(demoAllowed ? { demo: true } : {}),
    ...(invitation?.staff === undefined ? {} : { staff: invitation.staff }),
  });
  const check = checkNumber(invitation?.token ?? station, publicKey);
  if (invitation !== undefined) house.invitations.used(invitation.invitation, { station, check });
  const caller = pairingCaller(station, role, local);
  const event = { type: "StationPaired", station, role } as const;
  await writeAudit(house, { op: "station.pair", caller, event });
  return ok({ station, role, check, ...(given === undefined ? {} : { token: given }) });
};

const pairingCaller = (station: string, role: Station["role"], local: boolean): Caller => ({
  station: { station, role },
  local,
  employee: () => undefined,
});
