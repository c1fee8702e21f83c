// What large books cost: the audit and the rebuild of all that was booked, and a store of a million members.
import { statSync } from "node:fs";
import { join } from "node:path";
import type { JsonObject } from "../../gateway/json.ts";
import type { Decider, Ref } from "../../gateway/members/contract.ts";
import { deciders, evolvers } from "../../gateway/members/registry.ts";
import { rebuild } from "../../gateway/store/rebuild.ts";
import { openDatabase } from "../../gateway/store/sqlite/database.ts";
import { createStore } from "../../gateway/store/store.ts";
import { asText, seal } from "../support/seal.ts";
import { run, storeOptions, testDomain } from "../support/test-store.ts";
import { limited, median, repeat, timed, type Figure } from "./figures.ts";

/** Audit and rebuild of the books in `folder`/store.db, entries a second. */
export const proofs = async (folder: string): Promise<readonly Figure[]> => {
  const file = join(folder, "store.db");
  const store = await createStore(storeOptions(file));
  const { entries, ok } = await store.verify();
  if (!ok) throw new Error("the books of the bench are not whole");
  const auditMs = median(await repeat(3, () => timed(() => store.verify())));
  await store.close();
  const database = await openDatabase({ file, readOnly: true });
  const start = performance.now();
  const domain = { ...testDomain, evolvers };
  const { findings } = await rebuild(database, domain, join(folder, "scratch.db"));
  const rebuildMs = performance.now() - start;
  await database.close();
  if (findings.length > 0) throw new Error(findings.join("; "));
  const perSecond = (ms: number): number => (entries / ms) * 1000;
  const goal = { peer: 100_000, peerName: "100,000 entries a second", unit: "/s" } as const;
  return [
    { what: "whole audit, entries", ours: perSecond(auditMs), ...goal, goal: 1 },
    { what: "rebuild and compare, entries", ours: perSecond(rebuildMs), ...goal },
  ];
};

/** One real guest: enrolled, with a card and money on it. Gives the ids that stand for her. */
const firstGuest = async (file: string): Promise<readonly string[]> => {
  const domain = { ...testDomain, evolvers };
  const store = await createStore(storeOptions(file, { domain }));
  const call = async (op: keyof typeof deciders, params: JsonObject): Promise<JsonObject> => {
    // The registry holds each operation's decider under its name; the params are that operation's.
    const decider = deciders[op] as unknown as Decider<JsonObject>;
    const answer = await store.execute(run(op, decider, seal(op, params)));
    if (!answer.ok) throw new Error(`${op}: ${answer.error.code}`);
    return answer.value.result;
  };
  const consent = { rules: true, marketing: false };
  const { member } = await call("member.enrol", { name: "张三", phone: "13800000000", consent });
  const { card, account } = await call("card.issue", { member, type: "basic" });
  const amount = 10_000;
  await call("account.topUp", { account, amount, tenders: [{ type: "cash", amount }] });
  await store.close();
  return [asText(member), asText(card), asText(account)];
};

/** As many guests like her: her entities, each under ids of its own. */
const multiply = async (file: string, ids: readonly string[], members: number): Promise<void> => {
  const renamed = (column: string): string =>
    ids.reduce((sql, id) => `replace(${sql}, '${id}', '${id}_' || i)`, column);
  const database = await openDatabase({ file });
  await database.exec(`PRAGMA synchronous = OFF; PRAGMA cache_size = -200000;
    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${members})
    INSERT INTO entity (kind, id, body, links)
    SELECT kind, CASE WHEN kind IN ('lookup', 'token') THEN id || '_' || i ELSE ${renamed("id")} END,
      ${renamed("body")}, ${renamed("links")}
    FROM n, (SELECT * FROM entity WHERE entry IS NULL AND kind <> 'setting');
    PRAGMA wal_checkpoint(TRUNCATE);`);
  await database.close();
};

/** A store of so many members: what its file weighs, how soon after a start it knows a card, and how fast then. */
export const millionMembers = async (
  folder: string,
  members: number,
): Promise<readonly Figure[]> => {
  const file = join(folder, "million.db");
  const ids = await firstGuest(file);
  await multiply(file, ids, members);
  const cardOf = (member: number): Ref => ({ kind: "card", id: `${ids[1] ?? ""}_${member}` });
  const before = process.memoryUsage().rss;
  const start = performance.now();
  const store = await createStore(storeOptions(file));
  const view = await store.view([cardOf(members >> 1)]);
  const firstMs = performance.now() - start;
  if (view.get("account", `${ids[2] ?? ""}_${members >> 1}`) === undefined)
    throw new Error("nobody");
  const looksMs = await repeat(2000, (look) =>
    timed(() => store.view([cardOf(1 + ((look * 7919) % members))])),
  );
  const grown = (process.memoryUsage().rss - before) / 1e6;
  await store.close();
  const megabytes = { unit: "MB" } as const;
  return [
    limited(`${members} members: start to first card`, firstMs, 100),
    limited(`${members} members: card to member and account, p50`, median(looksMs), 0.1),
    {
      what: `${members} members: memory`,
      ours: grown,
      peer: 200,
      peerName: "200 MB",
      ...megabytes,
      goal: 1,
    },
    {
      what: `${members} members: file`,
      ours: statSync(file).size / 1e6,
      peer: (members * 2) / 1000,
      peerName: "2 kB a member",
      ...megabytes,
    },
  ];
};
