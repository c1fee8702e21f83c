// The spare's side: connects to the store, proves that it holds the kit, keeps the copy, says what is on its disk.
// Where this machine has taken over it tells the old one to stop, whenever that can be reached.
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { isIP } from "node:net";
import WebSocket from "ws";
import {
  type Arriving,
  type Copy,
  openCopy,
  receiveCopy,
} from "../../gateway/store/follow/copy.ts";
import type { Step } from "../../gateway/store/follow/followed.ts";
import {
  helloIn,
  type Introduction,
  isProof,
  proofOf,
  unpackStep,
  type Word,
} from "../../gateway/store/follow/words.ts";

export interface Line {
  /** `wss://gw.store-0042.lan:8443/spare` */
  readonly url: string;
  /** the address behind that name */
  readonly address: string;
  /** PEM file of the store's CA; absent: plain text to this very machine */
  readonly ca?: string;
  readonly key: Buffer;
  /** file of the copy */
  readonly copy: string;
  /** the epoch this machine has taken the store over in; absent: it follows */
  readonly tookOver?: number;
  /** something was heard from the store; `number`: the last commit held, `isWhole`: there is a copy */
  readonly heard: (at: { readonly number: number; readonly isWhole: boolean }) => void;
}

/** How a connection ended: `fenced`, the old store stops; `refused`, it knows another kit; `gone`, anything else. */
export type Ending = "fenced" | "refused" | "gone";

const silentMs = 5_000;
const forbidden = 4403;

interface Commit {
  readonly number: number;
  readonly steps: readonly Step[];
}

/** Plays commits into the copy, as many at once as have come. */
const createKeeper = (socket: WebSocket, { copy: file, heard }: Line) => {
  let arriving: Arriving | undefined;
  let copy: Copy | undefined;
  let waiting: Commit[] = [];
  let work: Promise<void> = Promise.resolve();
  let from = 0;
  let held: number | undefined;

  const next = (task: () => Promise<void>): void => {
    work = work.then(task).catch(() => socket.terminate());
  };
  const hold = (number: number): void => {
    if (socket.readyState === socket.OPEN) socket.send(JSON.stringify({ holds: number }));
    held = number;
    heard({ number, isWhole: true });
  };
  const apply = async (): Promise<void> => {
    const commits = waiting;
    waiting = [];
    const last = commits.at(-1);
    if (last === undefined || copy === undefined) return;
    await copy.apply(commits.map(({ steps }) => steps));
    hold(last.number);
  };
  return {
    begin: (number: number): void => {
      from = number;
      arriving = receiveCopy(file);
    },
    piece: (bytes: Buffer): void => arriving?.write(bytes),
    whole: (): void =>
      next(async () => {
        await copy?.close();
        arriving?.whole();
        arriving = undefined;
        copy = await openCopy(file);
        hold(from);
      }),
    commit: (commit: Commit): void => {
      waiting.push(commit);
      next(apply);
    },
    /** The line was heard, whatever it said. */
    lives: (): void => {
      if (held !== undefined) heard({ number: held, isWhole: true });
    },
    end: async (): Promise<void> => {
      await work;
      arriving?.drop();
      await copy?.close();
    },
  };
};

const introduction = (line: Line, ofStore: string) => {
  const nonce = randomBytes(18).toString("base64url");
  const intent = line.tookOver === undefined ? "follow" : "fence";
  const proven = { intent, epoch: line.tookOver ?? 0, nonces: [ofStore, nonce] } as const;
  const word: Introduction = {
    do: intent,
    nonce,
    epoch: proven.epoch,
    proof: proofOf(line.key, { side: "spare", ...proven }),
  };
  return { word, expected: proofOf(line.key, { side: "store", ...proven }) };
};

/** Words of the store, in order. Returns what to do where the connection ends. */
const listen = (socket: WebSocket, line: Line) => {
  const keeper = createKeeper(socket, line);
  let expected: string | undefined;
  let isProven = false;
  let ending: Ending = "gone";

  const say = (text: string): void => {
    if (expected === undefined) {
      const hello = helloIn(text);
      if (hello === undefined) return socket.terminate();
      const { word, expected: proof } = introduction(line, hello.nonce);
      expected = proof;
      return socket.send(JSON.stringify(word));
    }
    const word: Word = JSON.parse(text);
    if (word.do === "welcome") isProven = isProof(word.proof, expected);
    // nothing is believed before the store has proved that it is one
    if (!isProven) return socket.terminate();
    if (word.do === "copy") keeper.begin(word.from);
    else if (word.do === "copied") keeper.whole();
    else if (word.do === "commit")
      keeper.commit({ number: word.number, steps: word.steps.map(unpackStep) });
    else if (word.do === "fenced") {
      ending = "fenced";
      socket.close();
    }
  };
  socket.on("message", (data, isBinary) => {
    const bytes = Buffer.isBuffer(data) ? data : Buffer.concat([data].flat() as Buffer[]);
    if (!isBinary) say(bytes.toString("utf8"));
    else if (isProven) keeper.piece(bytes);
  });
  return {
    lives: keeper.lives,
    ended: async (code: number): Promise<Ending> => {
      await keeper.end();
      return code === forbidden ? "refused" : ending;
    },
  };
};

/** One connection, to its end; never rejects. `signal` ends it. */
export const followOnce = async (line: Line, signal: AbortSignal): Promise<Ending> => {
  const socket = new WebSocket(line.url, {
    ...(line.ca === undefined ? {} : { ca: readFileSync(line.ca) }),
    lookup: (_name, { all }, done) => {
      const found = { address: line.address, family: isIP(line.address) };
      if (all === true) done(null, [found]);
      else done(null, found.address, found.family);
    },
    handshakeTimeout: silentMs,
    maxPayload: 0,
  });
  const stop = (): void => socket.terminate();
  signal.addEventListener("abort", stop);
  let silence = setTimeout(stop, silentMs);
  const lives = (): void => {
    clearTimeout(silence);
    silence = setTimeout(stop, silentMs);
  };
  const listening = listen(socket, line);
  socket
    .on("ping", lives)
    .on("ping", listening.lives)
    .on("message", lives)
    .on("error", () => undefined);
  const { promise, resolve } = Promise.withResolvers<number>();
  socket.on("close", resolve);
  const code = await promise;
  clearTimeout(silence);
  signal.removeEventListener("abort", stop);
  return listening.ended(code);
};
