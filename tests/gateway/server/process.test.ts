// The gateway as a process: what it says when it cannot start, what it leaves behind, how it ends.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import WebSocket from "ws";
import { ConfigError, readConfig } from "../../../gateway/config.ts";
import { createClient } from "../../../gateway/protocol/client.ts";
import { type GatewayProcess, startGatewayProcess } from "../../support/gateway-process.ts";
import { root } from "../../support/sources.ts";

let store: GatewayProcess;
beforeAll(async () => {
  store = await startGatewayProcess({ args: ["--clock", "2024-01-10T10:00:00+08:00"] });
});
afterAll(() => store[Symbol.asyncDispose]());

/** Starts a gateway that should not come up; its exit code and what it said. */
const startInVain = async (...args: string[]): Promise<{ code: number | null; said: string }> => {
  const child = spawn(process.execPath, ["gateway/main.ts", ...args], { cwd: root });
  let said = "";
  child.stderr.on("data", (text: Buffer) => (said += text.toString("utf8")));
  const [code] = await once(child, "exit");
  return { code, said };
};

test("a second start on the same data refuses in a sentence, and the first goes on", async () => {
  const { code, said } = await startInVain("--simulate", "--data", store.dir, "--port", "0");
  expect(code).toBe(1);
  expect(said).toMatch(/already|in use|another/i);
  expect(said).not.toMatch(/\bat .*\.ts:\d+/);
  expect((await fetch(`${store.simulated.url}/readyz`)).status).toBe(200);
});

test("a port in use is named with its cure", async () => {
  const taken = createServer().listen(0, "127.0.0.1");
  await once(taken, "listening");
  const address = taken.address();
  const port = String(typeof address === "object" ? address?.port : 0);
  const dir = mkdtempSync(join(tmpdir(), "tallygate-port-"));
  const { code, said } = await startInVain("--simulate", "--data", dir, "--port", port);
  taken.close();
  rmSync(dir, { recursive: true, force: true });
  expect(code).toBe(1);
  expect(said).toMatch(/port .*in use.*--port/i);
});

test.each([
  [["--port", "abc"], /--port must be a number/],
  [["--clock", "2024-01-10T10:00:00+08:00"], /--clock needs --simulate/],
  [["--simulate", "--clock", "2024-01-10 10:00"], /--clock must be an instant/],
  [["--role", "boss"], /--role must be/],
  [["--log", "loud"], /--log must be/],
  [["--security-contact", "shop"], /--security-contact takes an address/],
  [["--security-contact", "javascript:x"], /--security-contact takes an address/],
  [["--nonsense"], /--nonsense/],
])("%j is told what is wrong with it", (args, sentence) => {
  expect(() => readConfig(args)).toThrow(ConfigError);
  expect(() => readConfig(args)).toThrow(sentence);
});

test("a wrong option ends with the exit code of wrong usage", async () => {
  expect(await startInVain("--nonsense")).toMatchObject({ code: 64 });
});

test("a programme that is not there, or is none, is named", async () => {
  const dir = mkdtempSync(join(tmpdir(), "tallygate-programme-"));
  const args = ["--simulate", "--data", dir, "--port", "0", "--programme"];
  expect((await startInVain(...args, "nowhere")).said).toMatch(/programme nowhere cannot be used/);
  rmSync(dir, { recursive: true, force: true });
});

test("the tokens are for this user's eyes only", () => {
  for (const name of ["simulated.json", "credentials/master", "credentials/pepper"])
    expect([name, statSync(join(store.dir, name)).mode & 0o777]).toEqual([name, 0o600]);
});

test("the simulated clock goes on after a crash, and a session ends with a word on SIGTERM", async () => {
  const url = `${store.simulated.url.replace("http", "ws")}/rpc`;
  const client = createClient({
    url,
    authenticate: async () => ({ token: store.simulated.tokens.test }),
  });
  await client.call("sim.clock.set", { now: "2024-03-05T12:00:00+08:00" });
  client.close();
  await store.kill();
  store = await store.again();
  const again = new WebSocket(`${store.simulated.url.replace("http", "ws")}/rpc`);
  const [first] = await once(again, "message");
  expect(JSON.parse(String(first)).params.time).toMatch(/^2024-03-05T12:0\d/);
  again.send(
    JSON.stringify({
      jsonrpc: "2.0",
      id: 1,
      method: "session.start",
      params: { protocol: 1, token: store.simulated.tokens.technician },
    }),
  );
  await once(again, "message");
  const closed = once(again, "close");
  const code = await store.stop();
  expect((await closed)[0]).toBe(4503);
  expect(code).toBe(0);
});
