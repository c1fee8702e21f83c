// The door of a spare machine: it proves that it holds the store's kit, gets a copy of the books and every commit from
// then on; or it says that it has taken over, and this store stops for good.
import { randomBytes } from "node:crypto";
import { createReadStream, existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RawData, WebSocket } from "ws";
import { takeSnapshot } from "../../store/backup.ts";
import { draftOf, removeDraft } from "../../store/drafts.ts";
import type { Store } from "../../store/contract.ts";
import { databaseFile } from "../../store/files.ts";
import type { FollowState, Following, Step } from "../../store/follow/followed.ts";
import { noteSuperseded, supersededWords } from "../../store/follow/superseded.ts";
import {
  holdsIn,
  introductionIn,
  isProof,
  packStep,
  proofOf,
  spareKeyOf,
  type Introduction,
  type Word,
} from "../../store/follow/words.ts";
import { closeCodes, times } from "../../protocol/wire.ts";
import type { Log } from "../log.ts";

export interface SpareDesk {
  /** A machine at the door, nothing known of it yet. */
  readonly open: (socket: WebSocket) => void;
  /** Where a spare has followed before: nothing is written until it was heard, or some seconds have gone. */
  readonly expect: () => void;
}

interface Deps {
  readonly store: Pick<Store, "exclusive" | "spare" | "head">;
  readonly storeId: string;
  readonly data: string;
  /** the store's credential `backup` */
  readonly backupKey: Buffer;
  readonly nowIso: () => string;
  readonly log: Pick<Log, "info" | "warn" | "error">;
}

/** A spare looks for its store twice a second; the watchdog waits for five seconds. */
const expectMs = 3_000;
const pieceBytes = 256 * 1024;
/** What may wait for a slow spare before it has to begin anew. */
const bufferedMax = 64 * 1024 * 1024;
const pingMs = 1_000;
const pingsMissedMax = 3;

const noteFile = (data: string): string => join(data, "spare.json");

const textOf = (data: RawData): string =>
  Buffer.isBuffer(data)
    ? data.toString("utf8")
    : Buffer.concat([data].flat() as Buffer[]).toString();

/** Says `commit`s after the copy, in order, whatever happens meanwhile. */
const createTelling = (socket: WebSocket) => {
  let held: string[] | undefined = [];
  const send = (text: string): void => {
    if (socket.bufferedAmount > bufferedMax) socket.terminate();
    else socket.send(text);
  };
  return {
    tell: (number: number, steps: readonly Step[]): void => {
      const word: Word = { do: "commit", number, steps: steps.map(packStep) };
      const text = JSON.stringify(word);
      if (held === undefined) send(text);
      else held.push(text);
    },
    copied: (): void => {
      const waiting = held ?? [];
      held = undefined;
      for (const text of waiting) send(text);
    },
  };
};

const sent = (socket: WebSocket, data: string | Buffer): Promise<void> =>
  new Promise((resolve, reject) => {
    socket.send(data, (error) => (error ? reject(error) : resolve()));
  });

/** The books as they are now, then everything that is written. Rejects where the spare is gone. */
const follow = async (
  { store, data }: Deps,
  socket: WebSocket,
  began: (following: Following) => void,
): Promise<void> => {
  const { tell, copied } = createTelling(socket);
  const snapshot = `${draftOf(databaseFile(data))}.spare.db`;
  const say = (word: Word): Promise<void> => sent(socket, JSON.stringify(word));
  try {
    const following = await store.exclusive(async () => {
      await takeSnapshot(databaseFile(data), snapshot);
      return store.spare.attach({ tell });
    });
    began(following);
    await say({ do: "copy", from: following.from });
    for await (const piece of createReadStream(snapshot, { highWaterMark: pieceBytes }))
      await sent(socket, piece);
    await say({ do: "copied" });
    copied();
  } finally {
    removeDraft(snapshot);
  }
};

/** A line that says nothing for some pings is down, whatever the kernel still believes of it. */
const keepAlive = (socket: WebSocket): (() => void) => {
  let missed = 0;
  socket.on("pong", () => (missed = 0));
  const timer = setInterval(() => {
    missed += 1;
    if (missed > pingsMissedMax) socket.terminate();
    else socket.ping();
  }, pingMs);
  return () => clearInterval(timer);
};

/** What a proven machine wants. */
const serve = (deps: Deps, socket: WebSocket, { epoch, ...word }: Introduction): void => {
  const { store, log, data, nowIso } = deps;
  if (word.do === "fence") {
    if (epoch <= store.head().epoch) return socket.close(closeCodes.forbidden, "forbidden");
    noteSuperseded(data, epoch, nowIso());
    store.spare.shut(supersededWords(epoch));
    log.error({ epoch }, "another machine has taken this store over: nothing is written any more");
    const fenced: Word = { do: "fenced", epoch };
    socket.send(JSON.stringify(fenced));
    return;
  }
  let following: Following | undefined;
  store.spare.heard();
  const stop = keepAlive(socket);
  socket.on("message", (message) => {
    const number = holdsIn(textOf(message));
    if (number !== undefined) following?.holds(number);
  });
  socket.on("close", () => {
    stop();
    following?.end();
  });
  follow(deps, socket, (begun) => (following = begun)).catch((error: unknown) => {
    log.warn({ err: error }, "the spare got no copy");
    socket.terminate();
  });
};

/** Notes beside the books that there is a spare, and how it stands. */
const noting =
  ({ data, nowIso, log }: Deps) =>
  (state: FollowState): void => {
    writeFileSync(noteFile(data), JSON.stringify({ state, at: nowIso() }), { mode: 0o600 });
    log[state === "in_step" ? "info" : "warn"]({ state }, "spare");
  };

export const createSpareDesk = (deps: Deps): SpareDesk => {
  const { store, data, storeId, backupKey } = deps;
  const key = spareKeyOf(backupKey);
  store.spare.onState(noting(deps));
  return {
    expect: () => {
      if (existsSync(noteFile(data))) store.spare.expect(expectMs);
    },
    open: (socket) => {
      const nonce = randomBytes(18).toString("base64url");
      const forbid = (): void => socket.close(closeCodes.forbidden, "forbidden");
      const timer = setTimeout(forbid, times.authenticate);
      socket.on("error", () => undefined).on("close", () => clearTimeout(timer));
      socket.once("message", (message) => {
        clearTimeout(timer);
        const word = introductionIn(textOf(message));
        if (word === undefined) return forbid();
        const proven = { intent: word.do, epoch: word.epoch, nonces: [nonce, word.nonce] } as const;
        if (!isProof(word.proof, proofOf(key, { side: "spare", ...proven }))) return forbid();
        const proof = proofOf(key, { side: "store", ...proven });
        const welcome: Word = { do: "welcome", proof, store: storeId };
        socket.send(JSON.stringify(welcome));
        serve(deps, socket, word);
      });
      socket.send(JSON.stringify({ do: "hello", nonce }));
    },
  };
};
