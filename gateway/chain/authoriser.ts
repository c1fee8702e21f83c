// How an operation that spends gets its right to: nothing needed, or a lease asked for and waited for, or, where no
// answer comes in time, the offline policy. Every step is a commit of the store; nothing here survives a crash, and a
// lease that nobody uses any more is given back.
import type { DomainEvent } from "../ledger/entry.ts";
import type { Accepted, View } from "../members/contract.ts";
import { type AskLeaseParams, askLease, returnLease } from "../members/lease/lease.ts";
import { type Refusal, refusal, refusalTable, type RefusalCode } from "../refusals.ts";
import { err, type Result } from "../result.ts";
import type { ChainTerms, Executed, Execution } from "../store/contract.ts";
import type { Applied } from "./replica.ts";
import { needsNothing, type Rights, rightsNeeded } from "./rights.ts";

/** A verdict must be here after so long, else the offline policy decides; a usual one takes a round trip and 5 ms. */
export const verdictWaitMs = 1_500;
/** A lease for one operation is no longer used after so long. */
const leaseMs = 120_000;
/** Another operation of the same store may use a lease up before its own comes to it; then it asks again. */
const askingsMax = 3;
/** Leases kept for guests in house are not one operation's. */
export const standingLease = "stay";

export type Answer = Result<Executed, Refusal>;

export interface AuthoriserDeps {
  /** whether the stream was heard of lately */
  readonly isOnline: () => boolean;
  readonly execute: (
    execution: Execution<unknown>,
    chain: ChainTerms,
    then: (answer: Answer) => void,
  ) => void;
  /** calls back after a while, unless what it returns is called before */
  readonly after: (ms: number, act: () => void) => () => void;
  /** RFC 3339 instant so many ms from now */
  readonly instantIn: (ms: number) => string;
  /** this store's leases that are open */
  readonly openLeases: (then: (leases: readonly { id: string; why: string }[]) => void) => void;
}

export interface Authoriser {
  perform(execution: Execution<unknown>, then: (answer: Answer) => void): void;
  /** What the fold made of an entry of this store. */
  verdict(applied: Pick<Applied, "body" | "verdict" | "reason">): void;
  /** After a start: leases of operations that a crash ended are given back. */
  start(): void;
}

type LeaseAnswer = "granted" | "late" | Refusal;

/** Asks the chain for rights and waits for its verdict, as long as a guest may be kept waiting. */
const createAsking = (deps: AuthoriserDeps) => {
  const waiting = new Map<string, (answer: LeaseAnswer) => void>();
  const inUse = new Set<string>();

  const ask = (
    { op, actor }: Execution<unknown>,
    { units, once }: Rights,
    then: (answer: LeaseAnswer, lease: string) => void,
  ): void => {
    const params: AskLeaseParams = { why: op, units, once, expiresAt: deps.instantIn(leaseMs) };
    deps.execute(bound({ op: "lease.ask", params, decider: askLease, actor }), {}, (answer) => {
      if (!answer.ok || answer.value.entry === undefined) {
        then(answer.ok ? "late" : answer.error, "");
        return;
      }
      const { entry, result } = answer.value;
      const lease = typeof result["lease"] === "string" ? result["lease"] : "";
      inUse.add(lease);
      const cancel = deps.after(verdictWaitMs, () => end("late"));
      const end = (said: LeaseAnswer): void => {
        if (!waiting.delete(entry)) return;
        cancel();
        if (said !== "granted") inUse.delete(lease);
        then(said, lease);
      };
      waiting.set(entry, end);
    });
  };

  return { ask, waiting, inUse };
};

/** Looks once more when it is booked: what was free may have been taken meanwhile. */
const permit =
  (op: string, held: Rights["once"]) =>
  (decision: Accepted, view: View): Refusal | undefined =>
    needsNothing(rightsNeeded(op, decision, { view, held })) ? undefined : refusal("store.busy");

export const createAuthoriser = (deps: AuthoriserDeps): Authoriser => {
  const { ask, waiting, inUse } = createAsking(deps);

  const giveBack = (lease: string): void => {
    inUse.delete(lease);
    const execution = {
      op: "lease.return",
      params: { lease },
      decider: returnLease,
      actor: system,
    };
    deps.execute(bound(execution), {}, () => undefined);
  };

  const attempt = (
    execution: Execution<unknown>,
    askings: number,
    then: (answer: Answer) => void,
  ): void => {
    const commit = (chain: ChainTerms, lease?: string): void =>
      deps.execute(execution, chain, (answer) => {
        if (lease !== undefined && !(answer.ok && !answer.value.replay)) giveBack(lease);
        else if (lease !== undefined) inUse.delete(lease);
        const isShort = isBusy(answer) && chain.permit !== undefined;
        if (isShort && askings < askingsMax) attempt(execution, askings + 1, then);
        else then(answer);
      });
    if (!deps.isOnline()) {
      commit({ away: true });
      return;
    }
    // Booked at once where it needs no rights. Where it does, that is what the writer found.
    let rights = noRights;
    const permitted = (decision: Accepted, view: View): Refusal | undefined => {
      rights = rightsNeeded(execution.op, decision, { view });
      return needsNothing(rights) ? undefined : refusal("store.busy");
    };
    deps.execute(execution, { permit: permitted }, (answer) => {
      // Decided once more after a write that failed, it may be the repetition of a call that was answered since.
      if (!isBusy(answer) || needsNothing(rights)) then(answer);
      else if (rights.isUncertain) commit({ away: true });
      else if (askings >= askingsMax) then(err(refusal("store.busy")));
      else
        ask(execution, rights, (said, lease) => {
          if (said === "granted")
            commit({ permit: permit(execution.op, rights.once), ends: lease }, lease);
          else if (said === "late") commit({ away: true });
          else then(err(said));
        });
    });
  };

  return {
    perform: (execution, then) => attempt(execution, 0, then),
    verdict: ({ body, verdict, reason }) => {
      const end = waiting.get(body.id);
      if (verdict === "granted") {
        const lease = leaseAskedIn(body.events);
        if (end !== undefined) end("granted");
        // Nobody waits for it any more: it came too late, or before a crash.
        else if (lease !== undefined && !inUse.has(lease)) giveBack(lease);
      } else if (verdict === "declined") end?.(refusal(codeOf(reason)));
    },
    start: () => {
      deps.openLeases((leases) => {
        for (const { id, why } of leases) if (why !== standingLease && !inUse.has(id)) giveBack(id);
      });
    },
  };
};

const isBusy = (answer: Answer): boolean => !answer.ok && answer.error.code === "store.busy";

const noRights: Rights = { units: [], once: [], isUncertain: false };
const system = { station: "chain", role: "system", rights: [] } as const;

/** Its params are the decider's own. */
const bound = <P>(execution: Execution<P>): Execution<unknown> =>
  execution as unknown as Execution<unknown>;

const leaseAskedIn = (events: readonly DomainEvent[]): string | undefined => {
  const asked = events.find(({ type, why }) => type === "LeaseAsked" && why !== standingLease);
  return typeof asked?.["lease"] === "string" ? asked["lease"] : undefined;
};

/** Reasons of the fold are codes of the table; one of a newer build is said as plainly as can be. */
const codeOf = (reason: string | undefined): RefusalCode =>
  reason !== undefined && Object.hasOwn(refusalTable, reason)
    ? (reason as RefusalCode)
    : "not_permitted";
