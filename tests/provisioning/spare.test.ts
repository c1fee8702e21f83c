// A spare machine: it follows a store that works, becomes it by one command after a kill, with everything that was
// acknowledged, and the old machine stops for good once it is heard again. Real processes, a real gateway.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import WebSocket from "ws";
import { createClient } from "../../gateway/protocol/client.ts";
import { introductionIn } from "../../gateway/store/follow/words.ts";
import { type GatewayProcess, startGatewayProcess } from "../support/gateway-process.ts";
import { root } from "../support/sources.ts";
import { freePort } from "../support/free-port.ts";

const patienceMs = 60_000;

const untilTrue = async (what: () => boolean, name: string): Promise<void> => {
  const end = Date.now() + patienceMs;
  while (!what()) {
    if (Date.now() > end) throw new Error(`${name} did not come`);
    await wait(50);
  }
};

describe("a spare", { timeout: 180_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), "tallygate-spare-"));
  const [oldData, newData] = [join(folder, "old"), join(folder, "new")];
  const [kit, passphrase] = [join(folder, "kit.tgb"), join(folder, "passphrase")];
  const children: ChildProcess[] = [];
  let old: GatewayProcess;
  let taken: GatewayProcess;
  let door = "";

  const tallygate = (...words: readonly string[]) => {
    const child = spawn(process.execPath, ["provisioning/main.ts", ...words, "--lang", "en"], {
      cwd: root,
      stdio: ["ignore", "pipe", "pipe"],
    });
    children.push(child);
    let said = "";
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text: string) => (said += text));
    const ended = once(child, "close").then(() => ({ code: child.exitCode, said }));
    return { child, ended, said: () => said };
  };
  const done = async (...words: readonly string[]): Promise<string> => {
    const { code, said } = await tallygate(...words).ended;
    expect(code, said).toBe(0);
    return said;
  };
  const runSpare = () => tallygate("spare", "run", "--data", newData);
  const state = (): unknown => {
    const file = join(oldData, "spare.json");
    if (!existsSync(file)) return undefined;
    const note: unknown = JSON.parse(readFileSync(file, "utf8"));
    return Reflect.get(Object(note), "state");
  };

  beforeAll(async () => {
    const port = await freePort();
    door = `http://127.0.0.1:${port}`;
    old = await startGatewayProcess({
      dir: oldData,
      args: ["--programme", "demo", "--port", String(port)],
    });
    writeFileSync(passphrase, "correct horse battery staple");
    await done("kit", "--to", kit, "--passphrase", passphrase, "--data", oldData);
    const follow = ["--of", door, "--kit", kit, "--passphrase", passphrase, "--data", newData];
    await done("spare", "follow", ...follow);
  }, 180_000);
  afterAll(async () => {
    for (const child of children) child.kill("SIGKILL");
    await old?.kill();
    await taken?.kill();
    rmSync(folder, { recursive: true, force: true });
  }, 60_000);

  const clientOf = (store: GatewayProcess) =>
    createClient({
      url: store.simulated.url,
      open: () => new globalThis.WebSocket(`${store.simulated.url.replace("http", "ws")}/rpc`),
      authenticate: async () => ({ token: store.simulated.tokens.test }),
    });

  const payment = (card: string, index: number) => ({
    lines: [{ venue: "shop" as const, list: 1, quantity: 1 }],
    card: { card },
    tenders: [{ type: "stored" as const, amount: 1 }],
    key: `spare-${index}`,
  });

  test("nobody follows a store without its kit", async () => {
    const socket = new WebSocket(`${door.replace("http", "ws")}/spare`);
    const closed = once(socket, "close");
    const [hello]: Buffer[] = await once(socket, "message");
    expect(String(hello)).toContain("nonce");
    const stranger = { do: "follow", nonce: "n", epoch: 0, proof: "p" };
    expect(introductionIn(JSON.stringify(stranger))).toEqual(stranger);
    socket.send(JSON.stringify(stranger));
    expect((await closed)[0]).toBe(4403);
    expect(state()).toBeUndefined();
  });

  test("that is killed in between and comes again is in step again, and tills go on without it", async () => {
    const first = runSpare();
    await untilTrue(() => state() === "in_step", "the spare in step");
    first.child.kill("SIGKILL");
    await untilTrue(() => state() === "alone", "the store alone");
    const client = clientOf(old);
    const token = old.simulated.cards?.[0]?.token ?? "";
    const { card } = await client.call("card.identify", { token });
    await client.call("bill.settle", payment(card, -1));
    client.close();
    runSpare();
    await untilTrue(() => state() === "in_step", "the spare in step again");
  });

  test("takes over after a kill with every bill that was acknowledged, each once", async () => {
    const client = clientOf(old);
    const token = old.simulated.cards?.[0]?.token ?? "";
    const { card } = await client.call("card.identify", { token });
    const acknowledged = new Map<number, string>();
    let [sent, isOver] = [0, false];
    const till = async (): Promise<void> => {
      while (!isOver) {
        const index = sent++;
        const paid = await client.call("bill.settle", payment(card, index)).catch(() => undefined);
        if (paid !== undefined && !isOver) acknowledged.set(index, String(paid.bill));
      }
    };
    const tills = Array.from({ length: 8 }, till);
    await untilTrue(() => acknowledged.size >= 200, "bills");
    expect(state()).toBe("in_step");
    isOver = true;
    await old.kill();
    client.close();
    await Promise.allSettled(tills);

    const spare = children.filter(
      ({ exitCode, signalCode }) => exitCode === null && signalCode === null,
    );
    for (const child of spare) child.kill("SIGTERM");
    await Promise.all(spare.map((child) => once(child, "close")));
    const said = await done("replace", "--from", "spare", "--data", newData);
    expect(said).toMatch(/entries\s+\d+, epoch 1 → \d+/u);
    expect(said).toMatch(/sum\s+0 CNY/u);

    taken = await startGatewayProcess({ dir: newData, args: ["--programme", "demo"] });
    const after = clientOf(taken);
    for (const [index, bill] of acknowledged) {
      const again = await after.call("bill.settle", payment(card, index));
      expect({ index, ...again }).toMatchObject({ index, bill, replay: true });
    }
    after.close();
    expect(await done("ledger", "verify", "--data", newData)).toMatch(/entries/u);
  });

  test("tells the old machine to stop as soon as it is heard, for good", async () => {
    runSpare();
    const refused = async (store: GatewayProcess): Promise<string> => {
      const client = clientOf(store);
      const token = store.simulated.cards?.[0]?.token ?? "";
      const { card } = await client.call("card.identify", { token });
      const answer = await client
        .call("bill.settle", payment(card, 1_000_000))
        .catch((fault: unknown) => String(fault));
      client.close();
      await store.stop();
      return typeof answer === "string" ? answer : "booked";
    };
    // it is heard while the store starts, which then ends, or right after
    const first = await old.again().then(refused, String);
    expect(first).toMatch(/store\.read_only|taken this store over/u);
    await expect(old.again()).rejects.toThrow(/taken this store over/u);
  });
});
