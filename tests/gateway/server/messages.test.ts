// Messages to members through a real mail server and a real receiver of texts: consent and number kept, names only
// on the way out, again until taken, nothing lost when the power goes.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { filled, wordsFor } from "../../../gateway/server/messages/words.ts";
import { type GatewayProcess, startGatewayProcess } from "../../support/gateway-process.ts";
import { type PostOffice, startPostOffice } from "../../support/post-office.ts";
import { type Answered, postRpc } from "../../support/post-rpc.ts";
import { type Sink, startSink } from "../../support/webhook-sink.ts";

let folder: string;
let mail: PostOffice;
let texts: Sink;
let store: GatewayProcess;
let keys = 0;
const call = (op: string, params: object): Promise<Answered> =>
  postRpc(store, op, { ...params, key: `m-${++keys}` });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "messages-"));
  mail = await startPostOffice();
  texts = await startSink();
  const secret = "whsec_dGhlIGhvdXNlJ3Mgb3duIHNlY3JldA==";
  texts.secrets = [secret];
  const settings = { smtp: mail.url, from: "hotel@example.com", http: texts.url, secret };
  const file = join(folder, "channels.json");
  writeFileSync(file, JSON.stringify(settings));
  store = await startGatewayProcess({ args: ["--messages", file, "--webhooks", texts.host] });
});
afterAll(async () => {
  await store[Symbol.asyncDispose]();
  await mail[Symbol.asyncDispose]();
  await texts[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

const member = async (name: string, more: object = {}): Promise<string> => {
  const consent = { rules: true, marketing: true };
  const contacts = { email: `${name}@example.com` };
  const { member: id } = await call("member.enrol", { name, consent, contacts, ...more });
  return String(id);
};
const template = async (more: object = {}): Promise<string> => {
  const body = { "zh-CN": { subject: "{store}问候", body: "{name}您好，会员号{number}。" } };
  const given = { name: "greeting", channel: "email", marketing: true, texts: body, ...more };
  return String((await call("message.putTemplate", given))["template"]);
};
const send = (to: string, ...members: readonly string[]): Promise<Answered> =>
  call("message.send", { template: to, members });
const stateOf = async (id: string): Promise<readonly Answered[]> =>
  (await postRpc(store, "message.list", { member: id }))["messages"] as readonly Answered[];
const ends = (id: string, expected: object): Promise<void> =>
  vi.waitFor(async () => expect((await stateOf(id)).at(-1)).toMatchObject(expected), {
    timeout: 60_000,
    interval: 100,
  });

describe("a message", () => {
  test("goes out in the member's words, and the books hold none of them", async () => {
    const id = await member("郑洁", { contacts: { email: "zheng@example.com" } });
    expect(await send(await template(), id)).toMatchObject({ queued: 1, skipped: [] });
    await ends(id, { state: "sent", endedAt: expect.any(String) });
    const [{ to, text, id: sentAs } = { to: "", text: "", id: "" }] = mail.mails;
    expect(to).toBe("zheng@example.com");
    expect(text).toContain("郑洁您好，会员号");
    expect((await stateOf(id))[0]?.["message"]).toBe(sentAs);
    const books = ["store.db", "store.db-wal"]
      .map((name) => readFileSync(join(store.dir, name), "latin1"))
      .join("");
    expect(books).not.toContain(Buffer.from("郑洁您好").toString("latin1"));
  });

  test("by text is a signed post with the number and the words", async () => {
    const id = await member("冯刚", { phone: "13712345678" });
    const body = { "zh-CN": { body: "{name}，欢迎。" } };
    await send(await template({ channel: "http", texts: body }), id);
    await ends(id, { state: "sent" });
    expect(texts.taken.at(-1)).toMatchObject({ to: "13712345678", text: "冯刚，欢迎。" });
  });

  test("for marketing needs consent, and is two a week at most; others are not bounded", async () => {
    const id = await member("quiet", { consent: { rules: true, marketing: false } });
    const often = await member("often");
    const offer = await template();
    expect(await send(offer, id)).toMatchObject({
      queued: 0,
      skipped: [{ member: id, code: "missing.consent" }],
    });
    for (const expected of [1, 1, 0])
      expect(await send(offer, often)).toMatchObject({ queued: expected });
    const service = await template({ marketing: false });
    expect(await send(service, often, id)).toMatchObject({ queued: 2 });
    await postRpc(store, "sim.clock.advance", { ms: 7 * 86_400_000 });
    expect(await send(offer, often)).toMatchObject({ queued: 1 });
    await call("member.update", { member: often, consent: { rules: true, marketing: false } });
    expect(await send(offer, often)).toMatchObject({ skipped: [{ code: "missing.consent" }] });
  });

  test("is tried again where the server says later, and ends where it says never", async () => {
    mail.refuse = (to, tries) =>
      to.startsWith("never") ? 550 : to.startsWith("later") && tries < 2 ? 451 : 0;
    const never = await member("never");
    const later = await member("later");
    const nowhere = await member("nowhere", { contacts: {} });
    await send(await template(), never, later, nowhere);
    await ends(never, { state: "failed", why: "refused" });
    await ends(later, { state: "sent" });
    await ends(nowhere, { state: "failed", why: "no_address" });
    expect(mail.offered.filter((to) => to.startsWith("never"))).toHaveLength(1);
    mail.refuse = () => 0;
  });

  test("sent twice under one key is one, and a power cut loses none", async () => {
    mail.refuse = (_to, tries) => (tries < 2 ? 451 : 0);
    const ids = await Promise.all(Array.from({ length: 5 }, (_, at) => member(`cut${at}`)));
    const asked = { template: await template(), members: ids, key: "cut" };
    const first = await postRpc(store, "message.send", asked);
    expect(await postRpc(store, "message.send", asked)).toEqual({ ...first, replay: true });
    await store.kill();
    store = await store.again();
    for (const id of ids) await ends(id, { state: "sent" });
    for (const id of ids) expect(await stateOf(id)).toHaveLength(1);
    const sent = mail.mails.filter(({ to }) => to.startsWith("cut"));
    expect(new Set(sent.map(({ id }) => id)).size).toBe(5);
    mail.refuse = () => 0;
  }, 120_000);

  test("is not for unknown or erased members, nor by a template that is put away", async () => {
    const id = await member("gone");
    const put = await template();
    await call("member.erase", { member: id, reason: "asked" });
    expect(await send(put, id, "m_0")).toMatchObject({
      skipped: [{ code: "not_found" }, { code: "not_found" }],
    });
    await expect(send("t_0", id)).rejects.toThrow("not_found");
  });
});

test("places are filled from the member only; what is not known stays empty", () => {
  const places = { name: "{number}", number: "7", store: "S", balances: { pts: "120" } };
  expect(filled("{name} {number} {balance:pts} {balance:x} {other}", places)).toBe(
    "{number} 7 120  {other}",
  );
  const texts = { en: { subject: "a\r\nBcc: x", body: "b" }, "zh-CN": { body: "c" } };
  const kept = {
    name: "n",
    channel: "email",
    marketing: false,
    perWeek: 2,
    texts,
    active: true,
  } as const;
  expect(wordsFor(kept, "en-GB", places)).toEqual({ subject: "a Bcc: x", body: "b" });
  expect(wordsFor(kept, "fr", places).body).toBe("b");
});
