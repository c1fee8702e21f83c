// Checks of the store's network: names, addresses, certificate, the open port.
import { appendFileSync } from "node:fs";
import { lookup } from "node:dns/promises";
import { networkInterfaces } from "node:os";
import { readLanNames } from "../../gateway/server/tls/lan-names.ts";
import { askDesk } from "../../gateway/server/tls/ask-desk.ts";
import { leafOf, readIfThere, rootFile, servingFile } from "../../gateway/server/tls/tls-files.ts";
import { absent, both, type Check, failed, ofOpenDoors, plain, well, when } from "./check.ts";
import { createFacts, type Facts } from "./facts.ts";
import { must, RepairFailed } from "./repair.ts";
import type { Machine } from "../machine.ts";

const fortnightMs = 14 * 86_400_000;
const lookupTimeoutMs = 1_500;

const servingOf = (machine: Machine): string | undefined => {
  try {
    return readIfThere(servingFile(machine.data));
  } catch {
    return undefined;
  }
};

const renew = async (machine: Machine): Promise<void> => {
  const lan = createFacts(machine).config?.lan?.names;
  if (lan === undefined) throw new RepairFailed("lan.conf names no network");
  await askDesk({ dir: machine.data, lan, force: true });
  if (machine.root === "/") await must(machine, "chown", "-R", "tallygate:tallygate", machine.data);
};

/** Only where the store is open to its network at all. */
const onLan =
  (
    examine: (
      facts: Facts,
      lan: NonNullable<NonNullable<Facts["config"]>["lan"]>,
    ) => ReturnType<Check["examine"]>,
  ): Check["examine"] =>
  (facts) =>
    facts.config?.lan === undefined ? absent : examine(facts, facts.config.lan);

/** Made while the clock was ahead, or the clock is behind now (`ground.clock` knows which). */
const notYet = (fromMs: number) => {
  const from = new Date(fromMs).toISOString();
  return both(`${from} 起才有效：先看时钟`, `valid from ${from} only: look at the clock first`);
};

const certificate: Check = {
  id: "network.certificate",
  level: "error",
  what: both("证书有效，且两周内不过期", "The certificate is valid, and for two weeks more"),
  why: both("过期时所有收银台同时停", "When it expires every till stops at once"),
  cure: both("tallygate tls renew --force", "tallygate tls renew --force"),
  examine: onLan(({ machine }) => {
    const serving = servingOf(machine);
    if (serving === undefined) return failed(both("没有证书", "there is none"));
    const { notBeforeMs, notAfterMs } = leafOf(serving);
    if (machine.nowMs() < notBeforeMs) return failed(notYet(notBeforeMs));
    return when(notAfterMs - machine.nowMs() > fortnightMs, () =>
      plain(new Date(notAfterMs).toISOString()),
    );
  }),
  repair: renew,
};

const names: Check = {
  id: "network.names",
  level: "error",
  what: both(
    "证书写着本店现在的名称与地址",
    "The certificate has the store's present names and addresses",
  ),
  why: both("否则浏览器拒绝连接", "Otherwise browsers refuse"),
  cure: both("tallygate tls renew --force", "tallygate tls renew --force"),
  examine: onLan(({ machine }, lan) => {
    const serving = servingOf(machine);
    if (serving === undefined) return absent;
    const { subjectAltName } = leafOf(serving);
    const { dns, addresses } = readLanNames(lan.names);
    const missing = [
      ...dns.filter((name) => !subjectAltName.includes(`DNS:${name}`)),
      ...addresses.flatMap(({ address }) => (subjectAltName.includes(address) ? [] : [address])),
    ];
    return when(missing.length === 0, () => plain(missing.join(", ")));
  }),
  repair: renew,
};

const root: Check = {
  id: "network.root",
  level: "error",
  what: both("本店 CA 证书在，而且已生效", "The store's CA certificate is there, and valid"),
  why: both("没有它新终端装不了信任", "Without it no new station can be made to trust"),
  cure: both(
    "tallygate tls renew；未生效时：先校准时钟，仍未生效就删除 tls/ca.pem 再执行，并让各终端重新信任",
    "tallygate tls renew; where it is not valid yet: set the clock right; if that is not it, remove tls/ca.pem, renew, and have every station trust the new one",
  ),
  examine: onLan(({ machine }) => {
    const found = readIfThere(rootFile(machine.data));
    if (found === undefined) return failed(plain(rootFile(machine.data)));
    const { notBeforeMs } = leafOf(found);
    return when(machine.nowMs() >= notBeforeMs, () => notYet(notBeforeMs));
  }),
  repair: renew,
};

const address: Check = {
  id: "network.address",
  level: "error",
  what: both("本机有 lan.conf 里的地址", "This machine has the addresses of lan.conf"),
  why: both(
    "路由器换了地址后，收银台找不到网关",
    "After the router gave another one, tills find nobody",
  ),
  cure: both(
    "在路由器里固定地址，或改 lan.conf 并续证书",
    "Fix the address in the router, or correct lan.conf and renew",
  ),
  examine: onLan((_facts, lan) => {
    const own = Object.values(networkInterfaces()).flatMap((list) =>
      (list ?? []).map((one) => one.address),
    );
    const missing = readLanNames(lan.names).addresses.flatMap((one) =>
      own.includes(one.address) ? [] : [one.address],
    );
    return when(missing.length === 0, () => plain(missing.join(", ")));
  }),
};

const resolved = async (name: string): Promise<boolean> => {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), lookupTimeoutMs);
  const found = lookup(name).then(
    () => true,
    () => false,
  );
  try {
    return await Promise.race([found, promise]);
  } finally {
    clearTimeout(timer);
  }
};

const hostsFile = "/etc/hosts";
const hostNames = (machine: Machine): readonly string[] =>
  (machine.text(hostsFile) ?? "")
    .split("\n")
    .flatMap((line) => line.replace(/#.*$/u, "").trim().split(/\s+/u).slice(1));

const known: Check = {
  id: "network.known",
  level: "warning",
  what: both("本机认得自己的名称", "This machine knows its own name"),
  why: both(
    "自助机按名称打开页面，DNS 停了也要能开",
    "The kiosk opens the page by name, also without DNS",
  ),
  cure: both("写入 /etc/hosts", "Write it into /etc/hosts"),
  examine: onLan(async ({ machine }, lan) => {
    const wanted = readLanNames(lan.names).dns.filter((name) => !hostNames(machine).includes(name));
    const missing: string[] = [];
    for (const name of wanted)
      if (machine.root !== "/" || !(await resolved(name))) missing.push(name);
    return when(missing.length === 0, () => plain(missing.join(", ")));
  }),
  repair: (machine) => {
    const lan = createFacts(machine).config?.lan?.names;
    if (lan === undefined) throw new RepairFailed("lan.conf names no network");
    const missing = readLanNames(lan).dns.filter((name) => !hostNames(machine).includes(name));
    appendFileSync(machine.at(hostsFile), `127.0.0.1 ${missing.join(" ")} # tallygate\n`);
  },
};

const socket: Check = {
  id: "network.socket",
  level: "error",
  what: both("局域网入口（8443）开着", "The door to the store's network (8443) is open"),
  why: both("收银台和自助机由此进入", "Tills and kiosks come in here"),
  cure: both(
    "systemctl enable --now tallygate-https.socket",
    "systemctl enable --now tallygate-https.socket",
  ),
  examine: onLan(async ({ unit, hasSystemd }) => {
    if (!hasSystemd) return absent;
    const found = await unit("tallygate-https.socket");
    return when(found?.active === "active" && found.file === "enabled", () =>
      plain(`${found?.file ?? "?"}, ${found?.active ?? "?"}`),
    );
  }),
  repair: async (machine) => {
    await must(machine, "systemctl", "stop", "tallygate-gateway.service");
    await must(machine, "systemctl", "enable", "--now", "tallygate-https.socket");
    await must(machine, "systemctl", "start", "tallygate-gateway.service");
  },
};

const own: Check = {
  id: "network.port",
  level: "error",
  what: both("8140 端口由 Tallygate 自己监听", "Port 8140 is Tallygate's own"),
  why: both(
    "别的程序占了端口，自助机会打开别人的页面",
    "With another program on it the kiosk shows somebody else's page",
  ),
  cure: both(
    "找出并停掉占用者：ss -ltnp | grep 8140",
    "Find and stop who holds it: ss -ltnp | grep 8140",
  ),
  examine: async ({ machine, hasSystemd }) => {
    if (!hasSystemd) return absent;
    try {
      const answer = await fetch(`${machine.door}/healthz`, {
        signal: AbortSignal.timeout(lookupTimeoutMs),
      });
      const said = await answer.text();
      return answer.ok ? well : failed(plain(said.slice(0, 80)));
    } catch {
      return absent;
    }
  },
};

const ofStores: readonly Check[] = [certificate, names, root, address, known, socket, own];

export const network: readonly Check[] = ofStores.map(ofOpenDoors);
