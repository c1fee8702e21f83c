// A store in a folder of its own, with a handful of small operations: enough to try the writer without the whole
// of the members' room. Links and lines are the real ones.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createIds } from "../../gateway/ids.ts";
import type { JsonObject } from "../../gateway/json.ts";
import { applyLines } from "../../gateway/members/account/apply-lines.ts";
import { accepted, refused, type Decider } from "../../gateway/members/contract.ts";
import { evolver } from "../../gateway/members/evolver.ts";
import { links } from "../../gateway/members/links.ts";
import type { Account } from "../../gateway/members/state.ts";
import { createCalendar, momentOf } from "../../gateway/programme/calendar.ts";
import { compileProgramme } from "../../gateway/programme/compile.ts";
import { refusal } from "../../gateway/refusals.ts";
import type { Execution, Store } from "../../gateway/store/contract.ts";
import type { Domain, StoreOptions } from "../../gateway/store/options.ts";

const programmeFile = new URL("../../gateway/programmes/counter.json", import.meta.url);
const programme = compileProgramme(JSON.parse(readFileSync(programmeFile, "utf8")));

/** What the test operations write about an account. */
interface AccountOpened {
  readonly type: "account.opened";
  readonly account: string;
}

interface PinFailed {
  readonly type: "pin.failed";
  readonly account: string;
}

export const testDomain: Domain = {
  links,
  applyLines,
  evolvers: {
    "account.opened": evolver<AccountOpened>((draft, { account }, at) => {
      draft.put("account", account, emptyAccount(account, at.businessDate));
    }),
    "pin.failed": evolver<PinFailed>((draft, { account }) => {
      const tries = draft.get("setting", `tries ${account}`)?.["count"];
      draft.put("setting", `tries ${account}`, { count: Number(tries ?? 0) + 1 });
    }),
    // Overwrites an account that nobody asked for: a bug the store must catch.
    "bug.happened": evolver<AccountOpened>((draft, { account }, at) => {
      draft.put("account", account, emptyAccount(account, at.businessDate));
    }),
  },
};

const emptyAccount = (id: string, openedOn: string): Account => ({
  member: `m of ${id}`,
  card: `c of ${id}`,
  cards: [],
  tier: null,
  openedOn,
  lots: [{ lot: "l_1", asset: "stored", parts: { principal: 0 }, createdOn: openedOn, source: id }],
  holds: [],
  coupons: [],
  carry: {},
  windowFrom: {},
  lastActivityOn: {},
  history: [],
  maxSingleTopUp: 0,
  offlineSpent: 0,
  benefitsUsed: {},
});

interface OnAccount extends JsonObject {
  readonly account: string;
}

interface Move extends OnAccount {
  readonly amount: number;
}

const principal = (account: string): string => `liab:stored:principal:${account}:l_1`;

const account = (id: string) => ({ kind: "account" as const, id });

export const openAccount: Decider<OnAccount> = {
  roots: (params) => [account(params.account)],
  decide: (params, view) => {
    if (view.get("account", params.account) !== undefined)
      return refused(refusal("already_exists"));
    const event = { type: "account.opened", account: params.account };
    return accepted({ events: [event], lines: [], result: { account: params.account } });
  },
};

/** Puts money in (positive) or takes it out, as far as there is some. */
export const move: Decider<Move> = {
  roots: (params) => [account(params.account)],
  decide: (params, view) => {
    const lot = view.get("account", params.account)?.lots[0];
    if (lot === undefined) return refused(refusal("not_found"));
    const after = (lot.parts["principal"] ?? 0) + params.amount;
    if (after < 0) return refused(refusal("insufficient_balance"));
    return accepted({
      account: params.account,
      events: [],
      lines: [
        { account: "asset:cash:till", unit: "CNY", amount: params.amount },
        { account: principal(params.account), unit: "CNY", amount: -params.amount },
      ],
      result: { after },
    });
  },
};

/** Refuses, and counts that it did. */
export const wrongPin: Decider<OnAccount> = {
  roots: (params) => [{ kind: "setting", id: `tries ${params.account}` }],
  decide: (params) =>
    refused(refusal("pin.wrong"), [{ type: "pin.failed", account: params.account }]),
};

export const bugs = {
  unbalanced: {
    roots: () => [],
    decide: () =>
      accepted({
        events: [],
        lines: [{ account: "asset:cash:till", unit: "CNY", amount: 1 }],
        result: {},
      }),
  },
  overwriting: {
    roots: () => [],
    decide: (params) =>
      accepted({
        events: [{ type: "bug.happened", account: params.account }],
        lines: [],
        result: {},
      }),
  },
} as const satisfies Readonly<Record<string, Decider<OnAccount>>>;

const actor = { station: "till", role: "cashier", rights: [] };

/** An execution of one of the operations above. */
export const run = <P>(op: string, decider: Decider<P>, params: P, key?: string): Execution<P> => ({
  op,
  decider,
  params,
  actor,
  ...(key === undefined ? {} : { key }),
});

export const storeOptions = (file: string, changes: Partial<StoreOptions> = {}): StoreOptions => {
  const clock = changes.clock ?? { nowMs: () => Date.now() };
  return {
    file,
    store: { id: "s_test", prefix: "T" },
    clock,
    momentAt: (epochMs) => momentOf(epochMs, programme.timeZone),
    newId: createIds(() => clock.nowMs()),
    programmes: { current: () => programme, at: () => programme },
    calendar: () => createCalendar([]),
    headOffice: () => "none",
    domain: testDomain,
    ballastBytes: 0,
    ...changes,
  };
};

/** A folder that is gone after the test. */
export const temporaryFolder = (): { readonly path: string } & Disposable => {
  const path = mkdtempSync(join(tmpdir(), "tallygate-"));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
};

/** What an account holds now, in minor units. */
export const balanceOf = async (store: Store, id: string): Promise<number | undefined> => {
  const view = await store.view([account(id)]);
  return view.get("account", id)?.lots[0]?.parts["principal"];
};
