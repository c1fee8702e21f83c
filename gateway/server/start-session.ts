// `session.start`: from a token or a signed challenge to a session, or to the reason why not.
import { type Refusal, refusal } from "../refusals.ts";
import { type closeCodes, protocolVersions } from "../protocol/wire.ts";
import type { ParamsOf } from "../protocol/operations.ts";
import type { Station, Stations } from "./access/stations.ts";
import { signatureFits } from "./access/station-key.ts";
import type { Caller } from "./caller.ts";
import { shapesOf } from "./schemas.ts";
import type { Employee } from "./duty.ts";
import type { Session, Wire } from "./session.ts";
import type { Sessions } from "./sessions.ts";
import type { Peer } from "./socket.ts";

export interface Proven {
  readonly session: Session;
  readonly caller: Caller;
}

export type Started =
  | { readonly proven: Proven; readonly result: object }
  | { readonly close: keyof typeof closeCodes; readonly refusal?: Refusal };

export type StartSession = (facts: {
  readonly params: object;
  readonly nonce: string;
  readonly peer: Peer;
  readonly wire: Wire;
}) => Promise<Started>;

interface Parts {
  readonly boot: string;
  readonly stations: Stations;
  readonly sessions: Sessions;
  /** the employee a program's token carries */
  readonly employeeOf: (staff: string) => Promise<Employee | undefined>;
  readonly snapshot: (station: Station) => object;
}

export const createStartSession = (parts: Parts): StartSession => {
  const { fits } = shapesOf("session.start").params;
  const isStart = (params: object): params is ParamsOf<"session.start"> => fits(params);

  return async ({ params, nonce, peer, wire }) => {
    const denied = { close: "notAuthenticated", refusal: refusal("not_permitted") } as const;
    if (!isStart(params)) return denied;
    if (params.protocol < protocolVersions.min || params.protocol > protocolVersions.max)
      return { close: "version" };
    const station = prove(params, { nonce, origin: peer.origin, boot: parts.boot }, parts.stations);
    if (station === undefined) return denied;
    if (station.revoked === true || (station.demo === true && !peer.local))
      return { close: "forbidden", refusal: refusal("not_permitted") };
    const employee =
      station.staff === undefined ? undefined : await parts.employeeOf(station.staff);
    const { session, resumed } = parts.sessions.start({
      station: { station: station.station, role: station.role },
      wire,
      ...(params.resume === undefined ? {} : { resume: params.resume }),
    });
    if (employee !== undefined) session.duty.carry(employee);

    const signedIn = session.duty.employee();
    return {
      proven: { session, caller: callerOf(session, peer.local) },
      result: {
        session: session.id,
        protocol: params.protocol,
        role: station.role,
        station: station.station,
        name: station.name,
        resumed,
        seq: resumed ? (params.resume?.seq ?? 0) : session.seq(),
        ...(signedIn === undefined ? {} : { staff: signedIn }),
        snapshot: resumed ? null : parts.snapshot(station),
      },
    };
  };
};

const callerOf = (session: Session, local: boolean): Caller => ({
  station: session.station,
  local,
  employee: () => session.duty.employee(),
  session,
});

/** Programs (no Origin) by token only; pages by key, or by a token they were given. */
const prove = (
  params: ParamsOf<"session.start">,
  challenge: { nonce: string; boot: string; origin: string | undefined },
  stations: Stations,
): Station | undefined => {
  if (params.token !== undefined) {
    const station = stations.byToken(params.token);
    const claims = params.station ?? station?.station;
    return station?.station === claims ? station : undefined;
  }
  const { station: id, signature } = params;
  if (id === undefined || signature === undefined || challenge.origin === undefined)
    return undefined;
  const station = stations.get(id);
  if (station?.publicKey === undefined) return undefined;
  const facts = { ...challenge, origin: challenge.origin, station: id };
  return signatureFits(station.publicKey, signature, facts) ? station : undefined;
};
