// HTTPS for the store's network: who trusts it, which names it answers to, how its certificate is renewed.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { request as httpsRequest } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect as tlsConnect, type DetailedPeerCertificate } from "node:tls";
import WebSocket from "ws";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readConfig } from "../../../../gateway/config.ts";
import { createClient } from "../../../../gateway/protocol/client.ts";
import { readCredential } from "../../../../gateway/server/access/credential.ts";
import { askDesk } from "../../../../gateway/server/tls/ask-desk.ts";
import { issueLeaf, rootKeys } from "../../../../gateway/server/tls/authority.ts";
import { readLanNames } from "../../../../gateway/server/tls/lan-names.ts";
import { lacks } from "../../../support/parts.ts";
import { type TestGateway, startTestGateway } from "../../../support/gateway-in-process.ts";

const names = "gw.store.test,127.0.0.1/24";
let gateway: TestGateway;
let ca: string;
beforeAll(async () => {
  gateway = await startTestGateway("demo", { lan: { names, port: 0 } });
  ca = readFileSync(join(gateway.dir, "tls", "ca.pem"), "utf8");
});
afterAll(() => gateway.close());

const port = (): number => Number(new URL(gateway.lanUrl).port);

interface Answer {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly text: string;
}

/** Asks the secure listener for a path under any Host and Origin; trusts the store's CA unless told otherwise. */
const ask = (
  path: string,
  headers: Record<string, string> = {},
  more: object = {},
): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const host = `gw.store.test:${port()}`;
    const sent = httpsRequest(
      {
        hostname: "127.0.0.1",
        servername: "gw.store.test",
        port: port(),
        path,
        ca,
        agent: false,
        headers: { host, ...headers },
        ...more,
      },
      (response) => {
        const parts: Buffer[] = [];
        response.on("data", (part: Buffer) => parts.push(part));
        response.on("end", () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text: Buffer.concat(parts).toString("utf8"),
          }),
        );
      },
    );
    sent.on("error", reject);
    sent.end();
  });

const fingerprintNow = (): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = tlsConnect(
      { host: "127.0.0.1", port: port(), ca, servername: "gw.store.test" },
      () => {
        const { fingerprint256 }: DetailedPeerCertificate = socket.getPeerCertificate(true);
        socket.destroy();
        resolve(fingerprint256);
      },
    );
    socket.on("error", reject);
  });

describe("the secure listener", () => {
  test("is trusted by whoever trusts the store's CA, by name and by address", async () => {
    const { status, headers } = await ask("/healthz");
    expect(status).toBe(200);
    expect(headers["strict-transport-security"]).toContain("max-age=31536000");
    const byAddress = { host: `127.0.0.1:${port()}` };
    expect((await ask("/healthz", byAddress, { servername: "" })).status).toBe(200);
  });

  test("is trusted by nobody else, and speaks TLS 1.3 only", async () => {
    await expect(ask("/healthz", {}, { ca: undefined })).rejects.toThrow(/self-signed|issuer/);
    await expect(ask("/healthz", {}, { maxVersion: "TLSv1.2" })).rejects.toThrow(/version|alert/);
    const plain = fetch(`http://127.0.0.1:${port()}/healthz`);
    await expect(plain).rejects.toThrow();
  });

  test("answers to its own names only: the rebinding set is refused", async () => {
    const here = port();
    const plainPort = Number(new URL(gateway.url).port);
    const hosts = [
      "attacker.test",
      `attacker.test:${here}`,
      "gw.store.test",
      `gw.store.test:${plainPort}`,
      `gw.store.test.attacker.test:${here}`,
      `xgw.store.test:${here}`,
      `localhost:${here}`,
      `[::1]:${here}`,
      `127.0.0.2:${here}`,
      `127.0.0.1.attacker.test:${here}`,
      `0.0.0.0:${here}`,
    ];
    for (const host of hosts)
      expect({ host, status: (await ask("/healthz", { host })).status }).toEqual({
        host,
        status: 403,
      });
    const origins = [
      "null",
      `http://gw.store.test:${here}`,
      `https://gw.store.test`,
      `https://attacker.test:${here}`,
      gateway.url,
    ];
    for (const origin of origins)
      expect({ origin, status: (await ask("/healthz", { origin })).status }).toEqual({
        origin,
        status: 403,
      });
    const own = `https://gw.store.test:${here}`;
    expect((await ask("/healthz", { origin: own })).status).toBe(200);
  });

  test("carries the protocol: a program signs on over wss and calls", async () => {
    const client = createClient({
      url: `wss://127.0.0.1:${port()}/rpc`,
      authenticate: () => Promise.resolve({ token: gateway.tokens.integration }),
      open: (url) => new WebSocket(url, "tallygate", { ca }),
    });
    expect((await client.call("store.info", {})).programme.id).toBe("demo");
    client.close();
  });

  test("tells Prometheus when its certificate ends", async () => {
    const text = await (await fetch(`${gateway.url}/metrics`)).text();
    const ends = /^tallygate_certificate_ends_timestamp_seconds (\d+)/m.exec(text)?.[1];
    const days = (Number(ends) * 1_000 - Date.now()) / 86_400_000;
    expect(Math.round(days)).toBe(396);
  });

  test("takes up another certificate without a restart; who is connected stays", async () => {
    const client = createClient({
      url: `wss://127.0.0.1:${port()}/rpc`,
      authenticate: () => Promise.resolve({ token: gateway.tokens.technician }),
      open: (url) => new WebSocket(url, "tallygate", { ca }),
    });
    const states: string[] = [];
    await client.call("session.ping", {});
    client.onStatus(({ state }) => states.push(state));
    const before = await fingerprintNow();
    expect(await askDesk({ dir: gateway.dir, lan: names, force: true })).toMatchObject({
      root: "kept",
      leaf: "issued",
    });
    let after = before;
    while (after === before) after = await fingerprintNow();
    await client.call("session.ping", {});
    expect(states).toEqual(["online"]);
    client.close();
  });
});

describe("the trust kit", () => {
  test("is given out on this machine over plain HTTP, and nowhere else", async () => {
    const shown = await (await fetch(`${gateway.url}/trust/`)).text();
    expect(shown).toContain(`https://gw.store.test:${port()}/cashier/`);
    const links = [...shown.matchAll(/href="([^"]+)"/g)].map(([, file = ""]) => file);
    expect(links.length).toBeGreaterThanOrEqual(6);
    for (const file of links) {
      const { status } = await fetch(`${gateway.url}/trust/${file}`);
      expect({ file, status }).toEqual({ file, status: 200 });
    }
    const certificate = await (await fetch(`${gateway.url}/trust/tallygate-ca.crt`)).text();
    expect(certificate).toBe(ca);
    expect((await ask("/trust/")).status).toBe(404);
    expect((await fetch(`${gateway.url}/trust/serving.pem`)).status).toBe(404);
  });

  test("is told to who sits at this machine, where there is one", async () => {
    const told = async (url: string, token: string) => {
      const open = (address: string): WebSocket => new WebSocket(address, "tallygate");
      const authenticate = () => Promise.resolve({ token });
      const client = createClient({ url: `${url.replace("http", "ws")}/rpc`, authenticate, open });
      const { trustKit } = await client.call("station.list", {});
      client.close();
      return trustKit;
    };
    expect(await told(gateway.url, gateway.tokens.technician)).toBe("/trust/");
    const alone = await startTestGateway("demo");
    expect(await told(alone.url, alone.tokens.technician)).toBeUndefined();
    await alone.close();
  });

  test("shows no key", async () => {
    for (const file of ["", "tallygate-ca.crt", "tallygate-ca.mobileconfig"])
      expect(await (await fetch(`${gateway.url}/trust/${file}`)).text()).not.toContain("PRIVATE");
  });
});

describe.skipIf(lacks("certutil"))("the store's CA", () => {
  const verify = (root: string, leaf: string): { ok: boolean; says: string } => {
    const dir = mkdtempSync(join(tmpdir(), "tallygate-tls-"));
    const certificate = leaf.slice(leaf.indexOf("-----BEGIN CERTIFICATE"));
    writeFileSync(join(dir, "leaf.pem"), certificate.slice(0, certificate.indexOf(root)));
    writeFileSync(join(dir, "ca.pem"), root);
    const { status, stdout, stderr } = spawnSync(
      "openssl",
      ["verify", "-x509_strict", "-purpose", "sslserver", "-CAfile", "ca.pem", "leaf.pem"],
      { cwd: dir, encoding: "utf8" },
    );
    rmSync(dir, { recursive: true });
    return { ok: status === 0, says: `${stdout}${stderr}` };
  };
  const leafFor = async (lan: string): Promise<string> =>
    issueLeaf({
      root: ca,
      keys: await rootKeys(readCredential(gateway.dir, "tls-ca")),
      names: readLanNames(lan),
      nowMs: Date.now(),
    });

  test("vouches for the store's names, with strict reading of the standard", async () => {
    expect(verify(ca, await leafFor(names))).toMatchObject({ ok: true });
    expect(verify(ca, await leafFor("pos.gw.store.test,127.0.0.77"))).toMatchObject({ ok: true });
  });

  test.each(["bank.test", "store.test", "10.0.0.1", "127.0.1.1", "::1", "gw.store.test,bank.test"])(
    "cannot vouch for %s",
    async (lan) => {
      const { ok, says } = verify(ca, await leafFor(lan));
      expect(ok).toBe(false);
      expect(says).toMatch(/permitted subtree violation|excluded subtree violation/);
    },
  );

  test("is bound to the names it was made for: the desk refuses others", async () => {
    await expect(askDesk({ dir: gateway.dir, lan: "other.test,127.0.0.1" })).rejects.toThrow(
      /bound to other names/,
    );
  });

  test("keeps a leaf until two thirds of its life are over", () => {
    const dir = mkdtempSync(join(tmpdir(), "tallygate-tls-"));
    const desk = (days: number): { leaf: string; root: string } =>
      JSON.parse(
        execFileSync(
          process.execPath,
          [
            "gateway/server/tls/desk.ts",
            "--data",
            dir,
            "--lan",
            names,
            "--now",
            new Date(Date.now() + days * 86_400_000).toISOString(),
          ],
          { encoding: "utf8" },
        ),
      );
    expect(desk(0)).toMatchObject({ root: "made", leaf: "issued" });
    expect(desk(200)).toMatchObject({ root: "kept", leaf: "kept" });
    expect(desk(280)).toMatchObject({ root: "kept", leaf: "issued" });
    rmSync(dir, { recursive: true });
  });

  test("has its key in a credential, and serving.pem for the owner only", () => {
    const files = [
      join(gateway.dir, "tls", "serving.pem"),
      join(gateway.dir, "credentials", "tls-ca"),
    ];
    const modes = execFileSync("stat", ["-c", "%a", ...files], { encoding: "utf8" });
    expect(modes.trim().split("\n")).toEqual(["600", "600"]);
  });
});

describe("the options", () => {
  test.each(["0.0.0.0", "192.168.7.20", "::", "store.test", "127.0.0.1.attacker.test"])(
    "--host %s is refused: plain HTTP is for this machine only",
    (host) => {
      expect(() => readConfig(["--host", host])).toThrow(/this machine only/);
    },
  );

  test.each([
    "",
    "a b",
    "-x.test",
    "gw.store.test/24",
    "10.0.0.1/4",
    "10.0.0.1/33",
    "*.store.test",
  ])("--lan %j is no name of a store", (lan) => {
    expect(() => readLanNames(lan)).toThrow(/--lan/);
  });

  test("names and networks are read as written, the usual network where none is", () => {
    expect(readLanNames("GW.store.test, 10.1.2.3/16,fd00::5,10.9.9.9")).toEqual({
      dns: ["gw.store.test"],
      addresses: [
        { address: "10.1.2.3", prefix: 16 },
        { address: "fd00::5", prefix: 64 },
        { address: "10.9.9.9", prefix: 24 },
      ],
    });
  });
});
