// chain.*: head office's answers about the stores of its chain, and what it tells them. A store that is no head office
// refuses them all.
import { type Beat, StreamFault } from "../../chain/stream.ts";
import { readFacts } from "../../chain/store-facts.ts";
import type { Shop } from "../../head-office/clearing.ts";
import { usualTerms } from "../../head-office/clearing.ts";
import { type StoreHealth, silentMs } from "../../head-office/fleet.ts";
import type { HeadOffice } from "../../head-office/head-office.ts";
import type { StoreState } from "../../head-office/ledger-queries.ts";
import type { ParamsOf } from "../../protocol/operations.ts";
import { refusal } from "../../refusals.ts";
import { err, ok } from "../../result.ts";
import { writeAudit } from "../audit.ts";
import type { Caller } from "../caller.ts";
import { type Answer, type Asked, type Names, nowOf, say } from "../chain/office-call.ts";
import { freeStoreLeases, shutOutState, shutOutStore } from "../chain/lost-store.ts";
import { shippedCases } from "../programme-book.ts";
import type { Handlers } from "../handler.ts";
import type { House } from "../house.ts";
import type { Tools } from "../tools.ts";

const pageDefault = 50;

export const chainHandlers = ({ house }: Tools): Handlers<Names> => {
  const atOffice =
    <N extends Names>(work: (asked: Asked<N>) => Answer<N>) =>
    async (params: ParamsOf<N>, caller: Caller): Answer<N> => {
      const office = house.chain?.office;
      if (office === undefined) return err(refusal("not_permitted", { why: "head_office" }));
      return work({ office, house, params, caller });
    };
  return {
    "chain.stores": atOffice<"chain.stores">(stores),
    "chain.putStores": atOffice<"chain.putStores">(async ({ params, ...asked }) => {
      const done = await say(asked, "shops", () => ({ shops: params.stores }));
      return done.ok ? ok({ stores: params.stores.length }) : done;
    }),
    "chain.settlement": atOffice<"chain.settlement">(settlement),
    "chain.claims": atOffice<"chain.claims">(claims),
    "chain.putTerms": atOffice<"chain.putTerms">(({ params, ...asked }) =>
      say(asked, "clearing", () => params),
    ),
    "chain.markPaid": atOffice<"chain.markPaid">(markPaid),
    "chain.liability": atOffice<"chain.liability">(async ({ office }) =>
      ok({
        currency: house.programmes.current().currency,
        rows: [...(await office.queries.owed())],
      }),
    ),
    "chain.exceptions": atOffice<"chain.exceptions">(exceptions),
    "chain.rollOut": atOffice<"chain.rollOut">(rollOut),
    "chain.haltRollOut": atOffice<"chain.haltRollOut">(async (asked) => {
      const known = asked.office.steering.get("rollOut");
      if (known === undefined) return err(refusal("not_found", { what: "rollOut" }));
      return say(asked, "rollOut", (newest) => ({ ...(newest ?? known), halted: true }));
    }),
    "chain.rollOutState": atOffice<"chain.rollOutState">(rollOutState),
    "chain.revokeStation": atOffice<"chain.revokeStation">(({ params, ...asked }) => {
      const { store, station } = params;
      const at = nowOf(asked.house);
      return say(
        asked,
        "revoked",
        (known) => ({
          stations: [
            ...(known?.stations ?? []).filter((one) => one.station !== station),
            { station, at },
          ],
        }),
        store,
      );
    }),
    "chain.shutOutStore": atOffice<"chain.shutOutStore">(shutOutStore),
    "chain.freeLeases": atOffice<"chain.freeLeases">(freeStoreLeases),
    "chain.snapshot": atOffice<"chain.snapshot">(snapshot),
    "chain.hotList": atOffice<"chain.hotList">(hotList),
  };
};

const stores = async ({ office, house }: Asked<"chain.stores">): Answer<"chain.stores"> => {
  const [shops, states, forks] = await Promise.all([
    office.shops(),
    office.queries.stores(),
    office.queries.forks(),
  ]);
  const beats = new Map(office.fleet.all().map((health) => [health.beat.store, health]));
  const stateOf = new Map(states.map((state) => [state.store, state]));
  const known = new Set(shops.map(({ store }) => store));
  const unentered = [...beats.values()]
    .filter(({ beat }) => beat.role === "store" && !known.has(beat.store))
    .map(({ beat: { store } }): Shop => ({ store, name: store, kind: "own", entity: "" }));
  const archived = office.archive.reached().gseq;
  const trouble = office.trouble();
  return ok({
    stores: [...shops, ...unentered].map((shop) => ({
      ...shop,
      ...countsOf(stateOf.get(shop.store)),
      ...healthOf(house, { health: beats.get(shop.store), archived }),
      ...shutOutState(office.steering, shop.store),
      stations: stationsOf(office, beats.get(shop.store)?.beat, shop.store),
    })),
    forks: [...forks],
    archived,
    ...(trouble === undefined ? {} : { trouble }),
  });
};

const countsOf = (state: StoreState | undefined) =>
  state === undefined
    ? { entries: 0 }
    : {
        entries: state.entries,
        day: state.day,
        programme: { id: state.programme, version: state.programmeVersion },
      };

const healthOf = (
  house: House,
  { health, archived }: { readonly health: StoreHealth | undefined; readonly archived: number },
) => {
  const none: string[] = [];
  if (health === undefined) return { state: "unheard" as const, alarms: none };
  const { beat, heardMs } = health;
  const programme = readFacts(beat.facts)?.programme;
  return {
    state: Date.now() - heardMs > silentMs ? ("silent" as const) : ("live" as const),
    heardAt: house.momentAt(heardMs).at,
    build: beat.build,
    behind: Math.max(0, archived - beat.gseq),
    queued: beat.queued,
    oldestMs: beat.oldestMs,
    exposure: beat.exposure,
    alarms: [...beat.alarms],
    ...(programme === undefined ? {} : { programme }),
  };
};

const stationsOf = (office: HeadOffice, beat: Beat | undefined, store: string) => {
  const revoked = new Set(
    office.steering.get("revoked", store)?.stations.map(({ station }) => station),
  );
  return (readFacts(beat?.facts)?.stations ?? []).map((station) => ({
    ...station,
    revoked: station.revoked || revoked.has(station.station),
  }));
};

const settlement = async ({
  office,
  house,
  params,
}: Asked<"chain.settlement">): Answer<"chain.settlement"> => {
  const { from, to } = params;
  if (from > to) return err(refusal("not_permitted", { why: "span" }));
  const { currency } = house.programmes.current();
  const { rows, stores: between, entities } = await office.statement({ from, to }, currency);
  const paid = office.steering.get("settled")?.paid ?? [];
  return ok({
    currency,
    rows: rows.map((row) => ({ ...row })),
    stores: [...between],
    entities: entities.map((one) => {
      const found = paid.findLast(
        ({ span, ...ends }) =>
          span.from === from && span.to === to && ends.from === one.from && ends.to === one.to,
      );
      return found === undefined ? one : { ...one, paidAt: found.at };
    }),
    terms: office.steering.get("clearing") ?? usualTerms,
  });
};

const claims = async ({ office, params }: Asked<"chain.claims">): Answer<"chain.claims"> => {
  const { limit = pageDefault, before = Number.MAX_SAFE_INTEGER, ...sum } = params;
  const found = await office.queries.claimEntries(sum, { before, limit });
  const last = found.at(-1);
  return ok({
    entries: found.map(({ id, store, day, op, amount }) => ({ entry: id, store, day, op, amount })),
    ...(found.length < limit || last === undefined ? {} : { before: last.seq }),
  });
};

const markPaid = ({ params, ...asked }: Asked<"chain.markPaid">): Answer<"chain.markPaid"> => {
  const { payer, payee, amount, from, to } = params;
  const paid = {
    from: payer,
    to: payee,
    span: { from, to },
    amount,
    at: nowOf(asked.house),
    by: asked.caller.employee()?.id ?? asked.caller.station.station,
  };
  return say(asked, "settled", (known) => ({ paid: [...(known?.paid ?? []), paid] }));
};

const foldPrefix = "xc_";
const foldPage = 1_000;

/** Exceptions the fold has opened: conflicts between stores, each owned by the store that caused it. */
const conflicts = async (
  house: House,
  asked: { readonly open: boolean; readonly store?: string },
) => {
  const found = await house.store.list("exception", foldPrefix, foldPage);
  return found.flatMap(({ id, entity }) => {
    const store = typeof entity.store === "string" ? entity.store : "";
    if (!id.startsWith(foldPrefix) || (asked.open && entity.state !== "open")) return [];
    if (asked.store !== undefined && asked.store !== store) return [];
    const { kind, at, owner, evidence, outcome, resolvedAt } = entity;
    return {
      store,
      exception: id,
      kind,
      at,
      owner,
      evidence,
      ...(outcome === undefined ? {} : { outcome }),
      ...(resolvedAt === undefined ? {} : { resolved: resolvedAt }),
    };
  });
};

const exceptions = async ({
  office,
  house,
  params,
}: Asked<"chain.exceptions">): Answer<"chain.exceptions"> => {
  const { limit = pageDefault, open = true, store } = params;
  const ofStore = store === undefined ? {} : { store };
  const between = await conflicts(house, { open, ...ofStore });
  const found = await office.queries.exceptions({
    open,
    limit,
    ...ofStore,
  });
  return ok({
    exceptions: [...between, ...found].slice(0, limit).map(({ evidence, ...one }) => ({
      ...one,
      evidence: typeof evidence === "object" && evidence !== null ? { ...evidence } : {},
    })),
  });
};

const rollOut = async ({ params, ...asked }: Asked<"chain.rollOut">): Answer<"chain.rollOut"> => {
  const { house, caller } = asked;
  const { version, stages } = params;
  const programme = house.programmes.at(version);
  if (programme === undefined) return err(refusal("not_found", { what: "programme" }));
  const cases = house.programmes.published(programme.id)?.cases ?? shippedCases(programme.id);
  const file: object = JSON.parse(JSON.stringify(programme.file));
  return say(asked, "rollOut", () => ({
    programme: programme.id,
    version,
    file,
    cases: [...cases],
    stages,
    at: nowOf(house),
    by: caller.employee()?.id ?? caller.station.station,
    halted: false,
  }));
};

const rollOutState = async ({
  office,
}: Asked<"chain.rollOutState">): Answer<"chain.rollOutState"> => {
  const going = office.steering.get("rollOut");
  const running = office.fleet.all().flatMap(({ beat: { store, facts } }) => {
    const programme = readFacts(facts)?.programme;
    return programme === undefined ? [] : [{ store, ...programme }];
  });
  if (going === undefined) return ok({ running });
  const { file: _file, cases: _cases, ...shown } = going;
  return ok({ rollOut: shown, running });
};

const snapshot = async ({ house, caller }: Asked<"chain.snapshot">): Answer<"chain.snapshot"> => {
  const made = await house.chain?.snapshots?.take().catch((error: unknown) => {
    if (error instanceof StreamFault) return undefined;
    throw error;
  });
  if (made === undefined) return err(refusal("store.busy", { what: "chain" }));
  const { gseq, first, last, bytes, digest, at } = made;
  await writeAudit(house, {
    op: "chain.snapshot",
    caller,
    event: { type: "ChainSteered", topic: "snapshot" },
  });
  return ok({ gseq, parts: last - first + 1, bytes, digest, at: house.momentAt(at).at });
};

const hotList = async ({ office, params }: Asked<"chain.hotList">): Answer<"chain.hotList"> => {
  const found = await office.queries.hot(params.limit ?? pageDefault);
  const shops = office.fleet.all().filter(({ beat }) => beat.role === "store");
  return ok({
    cards: found.map(({ stream, gseq, ...card }) => ({
      ...card,
      knownBy: shops.filter(({ beat }) => beat.stream === stream && beat.gseq >= gseq).length,
      of: shops.length,
    })),
  });
};
