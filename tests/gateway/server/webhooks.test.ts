// Webhooks to a real receiver: signed, in order for each member, again until taken, through power cuts; and only
// to hosts the technician has named.
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { createOutwardHosts } from "../../../gateway/server/webhooks/hosts.ts";
import { type GatewayProcess, startGatewayProcess } from "../../support/gateway-process.ts";
import { type Answered, postRpc } from "../../support/post-rpc.ts";
import { type Delivered, type Sink, startSink } from "../../support/webhook-sink.ts";

let sink: Sink;
let store: GatewayProcess;
let keys = 0;
const call = (op: string, params: object = {}): Promise<Answered> =>
  postRpc(store, op, { ...params, key: `w-${++keys}` });
const read = (op: string, params: object = {}): Promise<Answered> =>
  postRpc(store, op, { ...params });

beforeAll(async () => {
  sink = await startSink();
  store = await startGatewayProcess({ args: ["--webhooks", sink.host] });
});
afterAll(async () => {
  await store[Symbol.asyncDispose]();
  await sink[Symbol.asyncDispose]();
});

const accounts = async (): Promise<readonly string[]> =>
  Promise.all(
    (store.simulated.cards ?? []).slice(0, 3).map(async ({ token }) => {
      const { account } = await read("card.identify", { token });
      return String(account);
    }),
  );
const topUp = (account: string): Promise<Answered> =>
  call("account.topUp", { account, amount: 10_000, tenders: [{ type: "cash", amount: 10_000 }] });
const give = (account: string): Promise<Answered> =>
  call("coupon.issue", { account, kind: "voucher", value: 500, reason: "thanks" });
const listed = async (webhook: unknown): Promise<Answered> => {
  const { webhooks } = (await read("webhook.list")) as { webhooks: readonly Answered[] };
  return webhooks.find((one) => one["webhook"] === webhook) ?? {};
};
/** The first time each message was taken. */
const firsts = (taken: readonly Delivered[]): readonly Delivered[] =>
  taken.filter(({ id }, at) => taken.findIndex((one) => one.id === id) === at);
const told = (taken: readonly Delivered[], entries: readonly unknown[]): boolean =>
  entries.every((entry) => taken.some(({ id }) => id === entry));

test("what happens is told, signed so that the specification's own library agrees", async () => {
  const made = await call("webhook.put", { url: sink.url, topics: ["account.", "coupon.issue"] });
  const { webhook, secret } = made;
  sink.secrets = [String(secret)];
  expect(made).toMatchObject({ state: "active", secret: expect.stringMatching(/^whsec_/) });
  const [account = ""] = await accounts();
  const { entry } = await topUp(account);
  await sink.until((taken) => told(taken, [entry]));
  expect(sink.taken.at(-1)).toMatchObject({
    id: entry,
    type: "account.topUp",
    data: { account, entry, changes: { stored: 10_000 }, receipt: expect.any(String) },
  });
  expect(JSON.stringify(sink.taken)).not.toMatch(/\p{Script=Han}|sealed|138/u);

  const turned = await call("webhook.put", { webhook, rotate: true });
  expect(turned["secret"]).not.toBe(secret);
  const { entry: old } = await give(account);
  await sink.until((taken) => told(taken, [old]));
  sink.secrets = [String(turned["secret"])];
  const { entry: fresh } = await give(account);
  await sink.until((taken) => told(taken, [fresh]));
  sink.secrets = ["whsec_c29tZWJvZHkgZWxzZSdzIHNlY3JldA=="];
  const { entry: foreign } = await give(account);
  await vi.waitFor(() => expect(sink.forged).toContain(foreign), { timeout: 30_000 });
  sink.secrets = [String(turned["secret"])];
  await sink.until((taken) => told(taken, [foreign]));
  await call("shift.open");
  expect(new Set(sink.taken.map(({ type }) => type))).toEqual(
    new Set(["account.topUp", "coupon.issue"]),
  );
}, 60_000);

test("each member's events come in their order, whatever has to be repeated", async () => {
  const mine = await accounts();
  sink.answer = (id, tries) => (tries === 1 && id.charCodeAt(id.length - 1) % 8 === 0 ? 503 : 200);
  const from = sink.taken.length;
  const sent = await Promise.all(
    Array.from({ length: 60 }, (_, at) => give(mine[at % mine.length] ?? "")),
  );
  await sink.until((taken) =>
    told(
      taken,
      sent.map(({ entry }) => entry),
    ),
  );
  sink.answer = () => 200;
  const seen = firsts(sink.taken.slice(from));
  expect(sink.tries.length).toBeGreaterThan(sink.taken.length);
  for (const account of mine) {
    const numbers = seen.flatMap(({ data }) => (data.account === account ? [data.seq] : []));
    expect(numbers).toHaveLength(20);
    expect(numbers).toEqual(numbers.toSorted((one, other) => one - other));
  }
}, 120_000);

test("nothing is lost when the power goes: it is told after the start, in order", async () => {
  const mine = await accounts();
  const sent: unknown[] = [];
  for (const _cut of [1, 2]) {
    sink.answer = (_id, tries) => (tries === 1 ? 500 : 200);
    const entries = await Promise.all(mine.map((account) => give(account)));
    sent.push(...entries.map(({ entry }) => entry));
    await store.kill();
    store = await store.again();
  }
  sink.answer = () => 200;
  await sink.until((taken) => told(taken, sent));
  const seen = firsts(sink.taken).filter(({ id }) => sent.includes(id));
  for (const account of mine) {
    const numbers = seen.flatMap(({ data }) => (data.account === account ? [data.seq] : []));
    expect(numbers).toEqual(numbers.toSorted((one, other) => one - other));
  }
}, 120_000);

test("an endpoint that says it is gone is given up, and takes up where it stood when asked", async () => {
  const [account = ""] = await accounts();
  const { webhooks } = (await read("webhook.list")) as { webhooks: readonly Answered[] };
  const webhook = webhooks[0]?.["webhook"];
  sink.answer = () => 410;
  const { entry } = await give(account);
  await vi.waitFor(async () => expect(await listed(webhook)).toMatchObject({ state: "given_up" }), {
    timeout: 30_000,
  });
  const { exceptions } = await read("exception.list", { kind: "webhook." });
  expect(exceptions).toMatchObject([
    { kind: "webhook.given_up", evidence: { webhook, why: "gone" } },
  ]);
  sink.answer = () => 200;
  const { entry: meanwhile } = await give(account);
  await call("webhook.put", { webhook, state: "active" });
  await sink.until((taken) => told(taken, [entry, meanwhile]));
  await call("webhook.remove", { webhook });
  expect(await read("webhook.list")).toMatchObject({ webhooks: [], hosts: [sink.host] });
}, 60_000);

test("a redirect is not followed", async () => {
  await using other = await startSink();
  const [account = ""] = await accounts();
  const { webhook, secret } = await call("webhook.put", { url: sink.url, topics: ["coupon."] });
  sink.secrets = [String(secret)];
  sink.answer = (_id, tries) => (tries === 1 ? { status: 307, location: other.url } : 200);
  const { entry } = await give(account);
  await sink.until((taken) => told(taken, [entry]));
  expect(other.tries).toEqual([]);
  sink.answer = () => 200;
  await call("webhook.remove", { webhook });
}, 60_000);

test.each([
  ["http://127.0.0.1:1/hook", "host"],
  ["https://pms.example.com/hook", "host"],
  ["https://169.254.169.254/latest/meta-data", "host"],
  ["http://pms.example.com/hook", "scheme"],
  ["file:///etc/passwd", "scheme"],
  ["https://user:word@pms.example.com/", "url"],
  ["nonsense", "url"],
])("%s is refused: %s", async (url, why) => {
  await expect(call("webhook.put", { url })).rejects.toThrow("host.not_allowed");
  expect(createOutwardHosts([]).refuses(url)).toBe(why);
});

test("only named hosts, and a name that points into the house is not followed", async () => {
  const hosts = createOutwardHosts(["pms.example.com", "192.168.7.9:8080", "localhost"]);
  expect(hosts.refuses("https://PMS.example.com/hook")).toBeUndefined();
  expect(hosts.refuses("https://pms.example.com:8443/hook")).toBe("host");
  expect(hosts.refuses("https://pms.example.com.evil.example/hook")).toBe("host");
  expect(hosts.refuses("http://192.168.7.9:8080/hook")).toBeUndefined();
  expect(hosts.refuses("http://192.168.7.9/hook")).toBe("host");
  const error = await new Promise((resolve) =>
    hosts.lookup("localhost", { all: true }, (failure) => resolve(failure)),
  );
  expect(error).toMatchObject({ message: "localhost points inside the house" });
});
