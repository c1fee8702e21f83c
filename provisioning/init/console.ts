// The command's own station: a technician's, paired once with the code the gateway's journal shows to root, so that
// what a technician does by page can be done by command. Its token lies with the books, for root and gateway only.
import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import WebSocket from "ws";
import { createClient, type TallygateClient } from "../../gateway/protocol/client.ts";
import type { Machine } from "../machine.ts";
import { giveToGateway } from "../release/site.ts";
import type { Says } from "../verb.ts";

/** The gateway will not have the command as a station; `says` tells what a person does. */
export class NoConsole extends Error {
  readonly code = "no_console";
  readonly retryable = false;
  readonly says: Says;
  constructor(says: Says) {
    super(says.en);
    this.name = "NoConsole";
    this.says = says;
  }
}

const answerTimeoutMs = 15_000;
/** the command's own stations; `office` is made by the technician's when it is first needed */
type ConsoleRole = "technician" | "office";
const fileNames = { technician: "console", office: "console-office" } as const;
const tokenFile = (machine: Machine, role: ConsoleRole = "technician"): string =>
  join(machine.data, "credentials", fileNames[role]);
const rpcOf = (machine: Machine): string => `${machine.door.replace(/^http/u, "ws")}/rpc`;

/** One frame out and its answer back, before any session. */
const pairWith = async (url: string, code: string): Promise<string> => {
  const socket = new WebSocket(url, "tallygate");
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const timer = setTimeout(() => reject(new Error("no answer")), answerTimeoutMs);
  socket.on("error", reject);
  socket.on("message", (data: Buffer) => {
    const frame: unknown = JSON.parse(data.toString());
    const [method, id, result] = ["method", "id", "result"].map((name): unknown =>
      Reflect.get(Object(frame), name),
    );
    if (method === "hello")
      socket.send(
        JSON.stringify({
          jsonrpc: "2.0",
          id: 1,
          method: "station.pair",
          params: { code, name: "tallygate" },
        }),
      );
    else if (id === 1) {
      const token: unknown = Reflect.get(Object(result), "token");
      if (typeof token === "string") resolve(token);
      else reject(new Error("the code was refused"));
    }
  });
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    socket.terminate();
  }
};

/** The first technician's code as the gateway's journal tells it to root. */
const codeInJournal = async (machine: Machine): Promise<string | undefined> => {
  const { out } = await machine.run(
    "journalctl",
    "-u",
    "tallygate-gateway",
    "-b",
    "--no-pager",
    "-o",
    "cat",
    "-n",
    "2000",
  );
  return [...out.matchAll(/pairing code[^:]*: ([0-9A-Z]{4}-[0-9A-Z]{4})/gu)].at(-1)?.[1];
};

const connected = async (machine: Machine, token: string): Promise<TallygateClient | undefined> => {
  const client = createClient({
    url: rpcOf(machine),
    authenticate: () => Promise.resolve({ token }),
  });
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), answerTimeoutMs);
  client.onStatus(({ state }) => {
    if (state === "online") resolve(true);
    if (state === "refused") resolve(false);
  });
  const isOnline = await promise;
  clearTimeout(timer);
  if (isOnline) return client;
  client.close();
  return undefined;
};

const keepToken = (machine: Machine, file: string, token: string): void => {
  writeFileSync(file, token, { mode: 0o600, flush: true });
  chmodSync(file, 0o600);
  giveToGateway(machine, file);
};

/** `code`: a technician's pairing code, where the journal has none any more. Throws NoConsole. Close it after use. */
export const openConsole = async (machine: Machine, code?: string): Promise<TallygateClient> => {
  const file = tokenFile(machine);
  if (existsSync(file)) {
    const client = await connected(machine, readFileSync(file, "utf8").trim());
    if (client !== undefined) return client;
  }
  const given = code ?? (await codeInJournal(machine));
  if (given === undefined)
    throw new NoConsole({
      zh: "网关没有给出配对码：在技师页上做一个技师的配对码，再用 --code 给出。",
      en: "The gateway shows no pairing code: make a technician's on the technician page and give it with --code.",
    });
  try {
    const token = await pairWith(rpcOf(machine), given.replace("-", ""));
    keepToken(machine, file, token);
    const client = await connected(machine, token);
    if (client !== undefined) return client;
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") throw cause;
  }
  throw new NoConsole({
    zh: "网关没有应答，或不接受这个配对码。",
    en: "The gateway does not answer, or refuses this pairing code.",
  });
};

/**
 * The command as an office: invited by the technician's console, where a manager has signed in. Throws RefusalError
 * where that manager may not, NoConsole. Close it after use.
 */
export const openOffice = async (
  machine: Machine,
  technician: TallygateClient,
): Promise<TallygateClient> => {
  const file = tokenFile(machine, "office");
  if (existsSync(file)) {
    const client = await connected(machine, readFileSync(file, "utf8").trim());
    if (client !== undefined) return client;
  }
  const key = technician.newKey();
  const { code } = await technician.call("station.invite", { role: "office", key });
  const token = await pairWith(rpcOf(machine), code);
  keepToken(machine, file, token);
  const client = await connected(machine, token);
  if (client !== undefined) return client;
  throw new NoConsole({
    zh: "网关没有应答。",
    en: "The gateway does not answer.",
  });
};
