// The sample programs of docs/examples, as another company would run them: each a process of its own with a token,
// against a real store. A hotel's system plays a day; a till of another make sells through a power cut.
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { expect, test } from "vitest";
import { type GatewayProcess, startGatewayProcess } from "../support/gateway-process.ts";
import { type Answered, postRpc } from "../support/post-rpc.ts";
import { root } from "../support/sources.ts";
import { freePort } from "../support/free-port.ts";

interface Program {
  /** the lines it has said so far */
  readonly said: readonly Answered[];
  tell(line: object): void;
  /** no more lines; resolves with its exit code */
  end(): Promise<unknown>;
  until(enough: (said: readonly Answered[]) => boolean): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

const run = (file: string, env: Readonly<Record<string, string>>): Program => {
  const child: ChildProcessWithoutNullStreams = spawn(process.execPath, [`docs/examples/${file}`], {
    cwd: root,
    env: { ...process.env, ...env },
  });
  const said: Answered[] = [];
  const watchers = new Set<() => void>();
  const exited = once(child, "exit");
  createInterface({ input: child.stdout }).on("line", (line) => {
    said.push(JSON.parse(line));
    for (const look of watchers) look();
  });
  child.stderr.pipe(process.stderr);
  return {
    said,
    tell: (line) => child.stdin.write(`${JSON.stringify(line)}\n`),
    end: async () => {
      child.stdin.end();
      return (await exited)[0];
    },
    until: (enough) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (!enough(said)) return;
          watchers.delete(look);
          resolve();
        };
        watchers.add(look);
        look();
      }),
    [Symbol.asyncDispose]: async () => {
      child.kill("SIGKILL");
      await exited;
    },
  };
};

const access = ({ simulated: { url, tokens } }: GatewayProcess) => ({
  TALLYGATE_URL: url,
  TALLYGATE_TOKEN: tokens.integration,
});

let keys = 0;
const key = (): string => `x-${++keys}`;

test("a hotel's system plays a day: bookings in, check-outs back on the folio", async () => {
  const port = await freePort();
  await using store = await startGatewayProcess({
    args: ["--clock", "2026-03-09T09:00:00+08:00", "--webhooks", `127.0.0.1:${port}`],
  });
  const url = `http://127.0.0.1:${port}/hooks`;
  const { secret } = await postRpc(store, "webhook.put", { url, topics: ["stay."], key: key() });
  await using pms = run("pms.ts", {
    ...access(store),
    TALLYGATE_HOOK_SECRET: String(secret),
    HOOK_PORT: String(port),
  });
  const booking = (number: string, more: object = {}): object => ({
    number,
    revision: 1,
    guest: "陈静",
    arrive: "2026-03-09",
    depart: "2026-03-10",
    roomType: "twin",
    nightly: 38_800,
    ...more,
  });
  pms.tell(booking("H-1"));
  pms.tell(booking("H-2", { guest: "刘洋", roomType: "king", nightly: 48_800 }));
  pms.tell(booking("H-3", { depart: "2026-03-08" }));
  pms.tell(booking("H-2", { revision: 2, cancelled: true }));
  pms.tell(booking("H-1"));
  await pms.until((said) => said.length === 5);
  const [first] = pms.said;
  expect(pms.said).toMatchObject([
    { booked: "H-1", state: "booked" },
    { booked: "H-2", state: "booked" },
    { refused: "H-3", code: "not_permitted" },
    { booked: "H-2", state: "cancelled" },
    { booked: "H-1", stay: first?.["stay"] },
  ]);
  const stay = first?.["stay"];
  await postRpc(store, "stay.checkIn", { stay, room: "508", key: key() });
  await pms.until((said) => said.some(({ arrived }) => arrived === "H-1"));
  await postRpc(store, "sim.clock.set", { now: "2026-03-10T15:30:00+08:00" });
  const { charge } = await postRpc(store, "stay.quoteCheckOut", { stay, key: key() });
  expect(charge).toBe(19_400);
  const tenders = [{ type: "cash", amount: charge }];
  await postRpc(store, "stay.checkOut", { stay, tenders, key: key() });
  await pms.until((said) => said.some(({ folio }) => folio !== undefined));
  expect(pms.said.at(-1)).toMatchObject({
    folio: "H-1",
    charges: { rooms: 19_400 },
    paid: { cash: 19_400 },
  });
}, 120_000);

const salesOf = async (store: GatewayProcess, bill: unknown): Promise<Answered> =>
  postRpc(store, "bill.get", { bill });

test("a till of another make sells for members, and what it sold alone is told later, once", async () => {
  const first = await startGatewayProcess();
  await using keep = first;
  const token = first.simulated.cards?.[1]?.token;
  const { number } = (await postRpc(first, "card.identify", { token }))["member"] as Answered;
  const port = Number(new URL(first.simulated.url).port);
  await using pos = run("pos.ts", access(first));
  const order = (id: string, more: object = {}): object => ({
    order: id,
    lines: [{ venue: "shop", sku: "water", list: 500, quantity: 2 }],
    pay: "wechat",
    ...more,
  });
  const at = (id: string) => (said: readonly Answered[]) =>
    said.some((one) => [one["sold"], one["kept"], one["refused"]].includes(id));
  pos.tell(order("P-1", { member: number }));
  pos.tell(order("P-2", { member: "nobody" }));
  await pos.until(at("P-2"));
  expect(pos.said).toMatchObject([
    { sold: "P-1", bill: expect.any(String) },
    { refused: "P-2", code: "card.unknown" },
  ]);
  expect(await salesOf(first, pos.said[0]?.["bill"])).toMatchObject({ state: "settled" });

  await first.kill();
  pos.tell(order("P-3"));
  pos.tell(order("P-4"));
  await pos.until(at("P-4"));
  expect(pos.said.slice(2)).toEqual([{ kept: "P-3" }, { kept: "P-4" }]);
  await using again = await startGatewayProcess({ dir: first.dir, args: ["--port", String(port)] });
  pos.tell(order("P-5"));
  expect(await pos.end()).toBe(0);
  const done = pos.said
    .slice(4)
    .flatMap(({ sold, told, state }) => [
      ...(sold === undefined ? [] : [sold]),
      ...(state === "accepted" ? [told] : []),
    ]);
  expect(done.map(String).toSorted()).toEqual(["P-3", "P-4", "P-5"]);
  expect(await postRpc(again, "ledger.verify")).toMatchObject({ ok: true });
  await again.stop();
  await keep.kill();
}, 120_000);
