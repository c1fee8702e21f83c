// A decision under way: collects events and lines and shows the account as they will leave it, so that
// a later step of the same decision sees what an earlier one did. Nothing outside is touched.
import type { DomainEvent, Posting } from "../../ledger/entry.ts";
import type { Draft, Evolver } from "../contract.ts";
import { earnedEvolvers } from "../benefit/earned.ts";
import { holdEvolvers } from "../hold/events.ts";
import { leaseEvolvers } from "../lease/events.ts";
import { must } from "../must.ts";
import type { Account, EntityKind, EntityOf } from "../state.ts";
import { applyLines } from "./apply-lines.ts";
import { accountEvolvers } from "./events.ts";

export interface Book {
  readonly id: string;
  readonly account: Account;
  readonly events: readonly DomainEvent[];
  readonly lines: readonly Posting[];
  happen(events: readonly DomainEvent[]): void;
  /** lines of an amount of zero are left out */
  post(lines: readonly Posting[]): void;
}

const evolvers: Readonly<Record<string, Evolver>> = {
  ...accountEvolvers,
  ...earnedEvolvers,
  ...holdEvolvers,
  ...leaseEvolvers,
};

/** One entity, kept apart from the view it came from. */
const createScratch = (id: string, start: Account): Draft => {
  let account: Account = start;
  return {
    get: <K extends EntityKind>(kind: K, wanted: string): EntityOf<K> | undefined =>
      kind === "account" && wanted === id ? (account as EntityOf<K>) : undefined,
    put: <K extends EntityKind>(kind: K, wanted: string, entity: EntityOf<K>): void => {
      if (kind === "account" && wanted === id) account = entity as Account;
    },
  };
};

export const createBook = (id: string, account: Account): Book => {
  const scratch = createScratch(id, account);
  const events: DomainEvent[] = [];
  const lines: Posting[] = [];
  return {
    id,
    get account() {
      return must(scratch.get("account", id), `account ${id}`);
    },
    events,
    lines,
    happen: (happened) => {
      for (const event of happened) {
        events.push(event);
        // Account events carry their own dates.
        evolvers[event.type]?.(scratch, event, { at: "", businessDate: "" });
      }
    },
    post: (posted) => {
      const real = posted.filter((line) => line.amount !== 0);
      lines.push(...real);
      applyLines(
        scratch,
        real.filter((line) => line.account.split(":").includes(id)),
      );
    },
  };
};
