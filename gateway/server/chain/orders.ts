// What head office tells a store, carried out here: another version of the programme from its day on, stations that may
// not come in any more. What was carried out is not carried out again.
import type { Steering } from "../../chain/steering.ts";
import type { TopicValues } from "../../chain/topics.ts";
import { parseProgramme } from "../../programme/programme.ts";
import { recordAudit, type AuditEvent } from "../../members/audit.ts";
import type { House } from "../house.ts";

type RollOut = TopicValues["rollOut"];

/** The day from which a store runs the version; undefined: it is not its turn, or never. */
export const turnOf = ({ stages, halted }: RollOut, store: string): string | undefined => {
  if (halted) return undefined;
  const named = stages.find(({ stores }) => stores.includes(store));
  return (named ?? stages.find(({ stores }) => stores.includes("*")))?.from;
};

export interface Orders {
  /** Carries out what is new. */
  readonly follow: () => Promise<void>;
}

type Parts = Pick<House, "store" | "programmes" | "stations" | "storeId" | "log" | "momentAt"> &
  Pick<House, "clock">;

export const createOrders = (house: Parts, steering: Steering): Orders => {
  let last: Promise<void> = Promise.resolve();
  const followNow = async (): Promise<void> => {
    const rollOut = steering.get("rollOut");
    if (rollOut !== undefined) await takeProgramme(house, rollOut);
    for (const { station } of steering.get("revoked", house.storeId)?.stations ?? [])
      await revoke(house, station);
  };
  return {
    follow: () => {
      last = last
        .then(followNow)
        .catch((err: unknown) => house.log.error({ err }, "an order of head office failed"));
      return last;
    },
  };
};

/** Writes down that head office did it. */
const record = async ({ store }: Parts, op: string, event: AuditEvent): Promise<void> => {
  const actor = { station: "head-office", role: "office", rights: [] };
  await store.execute({ op, params: { event }, decider: recordAudit, actor });
};

/** A version is taken a day before its time at the latest: head office may be away on the day. */
const takeProgramme = async (house: Parts, rollOut: RollOut): Promise<void> => {
  const from = turnOf(rollOut, house.storeId);
  const { version, programme: id } = rollOut;
  if (from === undefined || house.programmes.newest() >= version) return;
  const parsed = parseProgramme(rollOut.file);
  if (!parsed.ok || parsed.value.id !== id || parsed.value.version !== version) {
    house.log.error(
      { programme: id, version },
      "head office sent a programme this build cannot read",
    );
    return;
  }
  const { businessDate } = house.momentAt(house.clock.nowMs());
  const cases = rollOut.cases.map((one) => JSON.parse(JSON.stringify(one)));
  const publication = {
    programme: parsed.value,
    from: from < businessDate ? businessDate : from,
    cases,
  };
  await house.store.side([house.programmes.rowOf(publication)]);
  house.programmes.take(publication);
  await record(house, "programme.publish", {
    type: "ProgrammePublished",
    programme: id,
    version,
    from: publication.from,
    cases: cases.length,
  });
};

const revoke = async (house: Parts, id: string): Promise<void> => {
  const station = house.stations.get(id);
  if (station === undefined || station.revoked === true) return;
  await house.stations.put({ ...station, revoked: true });
  await record(house, "station.revoke", {
    type: "StationRevoked",
    station: id,
    reason: "head office",
  });
};
