// The writer's connection as a spare machine follows it: each commit is told as the statements it was made of, and is
// answered once the spare has it on its disk as well. A spare that falls behind is not waited for. Knows no network.
import { StoreFault } from "../faults.ts";
import type { Database, SqlValue } from "../sqlite/database.ts";

/** One statement with its values; without values it may be several statements. */
export type Step = readonly [sql: string, ...values: readonly SqlValue[]];

/** Commits in order, each whole. */
export interface Follower {
  /** Never waits and never fails. */
  readonly tell: (number: number, steps: readonly Step[]) => void;
}

export interface Following {
  /** the last commit that the copy it starts from holds */
  readonly from: number;
  /** The follower has this commit and all before it on its disk. */
  readonly holds: (number: number) => void;
  readonly end: () => void;
}

/** `alone`: nobody follows; `behind`: somebody does and is not waited for; `in_step`: no answer leaves without it. */
export type FollowState = "alone" | "behind" | "in_step";

export interface Followed {
  /** the writer's connection */
  readonly database: Database;
  /** To be called between two commits, when the copy that the follower starts from is made. Ends a former one. */
  readonly attach: (follower: Follower) => Following;
  /** Nothing is written until a spare was heard, or so many ms have gone. */
  readonly expect: (ms: number) => void;
  readonly heard: () => void;
  /** Nothing is written any more: every write throws StoreFault with this reason. */
  readonly shut: (reason: string) => void;
  readonly state: () => FollowState;
  readonly onState: (listener: (state: FollowState) => void) => void;
}

/** A spare that has not said for so long that it holds a commit is behind. */
const patienceMs = 1_000;

interface Waiting {
  readonly number: number;
  readonly go: () => void;
}

interface Desk {
  number: number;
  follower: Follower | undefined;
  state: FollowState;
  waiting: readonly Waiting[];
  readonly tellState: (state: FollowState) => void;
}

const turn = (desk: Desk, state: FollowState): void => {
  if (desk.state === state) return;
  desk.state = state;
  if (state !== "in_step") letGo(desk, Number.POSITIVE_INFINITY);
  desk.tellState(state);
};

const letGo = (desk: Desk, upTo: number): void => {
  const gone = desk.waiting.filter(({ number }) => number <= upTo);
  desk.waiting = desk.waiting.filter(({ number }) => number > upTo);
  for (const { go } of gone) go();
};

/** Resolves when the follower holds the commit, or is not waited for any more. */
const held = (desk: Desk, number: number): Promise<void> => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(() => turn(desk, "behind"), patienceMs);
  const go = (): void => {
    clearTimeout(timer);
    resolve();
  };
  desk.waiting = [...desk.waiting, { number, go }];
  return promise;
};

const attachTo = (desk: Desk, follower: Follower): Following => {
  const isCurrent = (): boolean => desk.follower === follower;
  desk.follower = follower;
  turn(desk, "behind");
  return {
    from: desk.number,
    holds: (number) => {
      if (!isCurrent()) return;
      letGo(desk, number);
      if (number === desk.number) turn(desk, "in_step");
    },
    end: () => {
      if (!isCurrent()) return;
      desk.follower = undefined;
      turn(desk, "alone");
    },
  };
};

const writes = /^\s*(?:insert|update|delete|replace)\b/iu;

/** A door before the writes: closed for a while, or for good. */
const createGate = () => {
  let closed: Promise<void> | undefined;
  let heard: () => void = () => undefined;
  return {
    pass: async (): Promise<void> => {
      while (closed !== undefined) await closed;
    },
    expect: (ms: number): void => {
      const { promise, resolve } = Promise.withResolvers<void>();
      const timer = setTimeout(resolve, ms);
      heard = () => {
        clearTimeout(timer);
        resolve();
      };
      const waited = promise.then(() => {
        if (closed === waited) closed = undefined;
      });
      closed = waited;
    },
    heard: () => heard(),
    shut: (reason: string): void => {
      const before = closed;
      const fault = new StoreFault("SQLITE_READONLY", reason);
      closed = Promise.resolve(before).then(() => Promise.reject(fault));
      closed.catch(() => undefined);
      heard();
    },
  };
};

/** The first word of a statement that stands alone: `BEGIN`, `COMMIT`, `ROLLBACK`. */
const loneWord = (sql: string): string => {
  const text = sql.trim().replace(/;$/u, "");
  return text.includes(";") ? "" : (text.split(/\s/u, 1)[0] ?? "").toUpperCase();
};

/** Wraps the connection through which everything durable is written. */
export const createFollowed = (database: Database): Followed => {
  const listeners: ((state: FollowState) => void)[] = [];
  const tellState = (state: FollowState): void => listeners.forEach((listener) => listener(state));
  const desk: Desk = { number: 0, follower: undefined, state: "alone", waiting: [], tellState };
  const gate = createGate();
  /** steps of a transaction that is open */
  let open: Step[] | undefined;

  const told = async (steps: readonly Step[]): Promise<void> => {
    if (open !== undefined) return void open.push(...steps);
    desk.number += 1;
    desk.follower?.tell(desk.number, steps);
    if (desk.state === "in_step") await held(desk, desk.number);
  };

  const exec = async (sql: string): Promise<void> => {
    if (open === undefined) await gate.pass();
    await database.exec(sql);
    const steps = open ?? [];
    const word = loneWord(sql);
    if (word === "BEGIN") open = [];
    else if (word === "ROLLBACK") open = undefined;
    else if (word === "COMMIT") {
      open = undefined;
      await told(steps);
    } else await told([[sql]]);
  };

  const run: Database["run"] = async (sql, ...values) => {
    if (open === undefined) await gate.pass();
    await database.run(sql, ...values);
    await told([[sql, ...values]]);
  };

  const all: Database["all"] = async (sql, ...values) => {
    const rows = await database.all(sql, ...values);
    if (writes.test(sql)) await told([[sql, ...values]]);
    return rows;
  };

  return {
    database: { ...database, exec, run, all },
    attach: (follower) => attachTo(desk, follower),
    expect: gate.expect,
    heard: gate.heard,
    shut: gate.shut,
    state: () => desk.state,
    onState: (listener) => void listeners.push(listener),
  };
};
