// The pure ledger: what balances, what a chain is made of, whom a line concerns, what the audit finds.
import { fc } from "../../support/seeded.ts";
import { describe, expect, test } from "vitest";
import { canonicalJson } from "../../../gateway/json.ts";
import { createAuditor, shownBalances } from "../../../gateway/ledger/audit.ts";
import { imbalance } from "../../../gateway/ledger/balance.ts";
import type { EntryBody, Posting } from "../../../gateway/ledger/entry.ts";
import { canonicalBody, chainHash, genesisHash, sha256 } from "../../../gateway/ledger/hash.ts";
import { plainTextEntry } from "../../../gateway/ledger/plain-text.ts";
import { isShortCodeOf, shortCode } from "../../../gateway/ledger/short-code.ts";
import { accountsOf, ownerOf } from "../../../gateway/ledger/subjects.ts";

const lot = (amount: number, account = "a_1"): Posting => ({
  account: `liab:stored:principal:${account}:l_1`,
  unit: "CNY",
  amount,
});
const till = (amount: number): Posting => ({ account: "asset:cash:till", unit: "CNY", amount });

const bodyOf = (seq: number, lines: readonly Posting[]): EntryBody => ({
  v: 1,
  id: `e_${seq}`,
  store: "s",
  epoch: 1,
  seq,
  op: "account.topUp",
  at: "2024-01-10T10:00:00+08:00",
  businessDate: "2024-01-10",
  programme: { id: "counter", version: 1 },
  actor: { station: "till", role: "cashier" },
  mode: "online",
  lines,
  events: [],
});

/** Journal rows of these entries, chained as a store does it. */
const chained = (entries: readonly (readonly Posting[])[]) => {
  let hash = genesisHash("s");
  return entries.map((lines, at) => {
    const body = canonicalBody(bodyOf(at + 1, lines));
    hash = chainHash(hash, body);
    return { seq: at + 1, id: `e_${at + 1}`, hash, body };
  });
};

describe("an entry balances", () => {
  test("when its lines come to zero in every unit", () => {
    const points = { account: "house:issued", unit: "pts", amount: 1 };
    expect(imbalance([till(5), lot(-5)])).toBeUndefined();
    expect(imbalance([till(5), lot(-4)])).toBe("lines in CNY come to 1 instead of 0");
    expect(imbalance([till(5), lot(-5), points])).toContain("pts");
    expect(imbalance([till(0.5), lot(-0.5)])).toContain("no whole amount");
  });

  test("for any amounts that are given back in another order", () => {
    const amounts = fc.array(fc.integer({ min: -1e9, max: 1e9 }), { maxLength: 20 });
    fc.assert(
      fc.property(amounts, (given) => {
        const lines = [...given.map((amount) => till(amount)), ...given.map((a) => lot(-a))];
        expect(imbalance(lines.toReversed())).toBeUndefined();
      }),
    );
  });
});

describe("a line's account", () => {
  test.each([
    ["liab:stored:principal:a_1:l_1", "a_1"],
    ["liab:pool:gold:avail:a_2:l_9", "a_2"],
    ["liab:deferred:a_3:l_1", "a_3"],
    ["asset:receivable:a_4", "a_4"],
    ["asset:cash:till", undefined],
    ["liab:voucher:c_1", undefined],
    ["liab:commission:1001", undefined],
    ["income:sales:shop", undefined],
  ])("%s is part of the balance of %s", (account, owner) => {
    expect(ownerOf(account)).toBe(owner);
  });

  test("names each member account once", () => {
    expect(accountsOf([lot(-1), lot(1, "a_2"), lot(2), till(-2)])).toEqual(["a_1", "a_2"]);
  });
});

describe("the chain", () => {
  test("is SHA-256 over the hash before and the digest of the canonical body", () => {
    expect(sha256("abc")).toMatch(/^ba7816bf.*15ad$/u);
    const [first] = chained([[till(5), lot(-5)]]);
    expect(first?.hash).toBe(sha256(genesisHash("s") + sha256(first?.body ?? "")));
    expect(first?.body).toMatch(/^\{"actor":\{"role":"cashier","station":"till"\},"at":/u);
  });

  test("has one text for a value, whatever the order of its members", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalJson(JSON.parse(text))).toBe(text);
      }),
    );
    expect(
      canonicalJson({ b: [1, { z: null, a: '\u2028"' }], a: undefined, "10": -0, "9": 1 }),
    ).toBe('{"10":0,"9":1,"b":[1,{"a":"\u2028\\"","z":null}]}');
  });

  test("has a short code that forgives what people mistype", () => {
    expect(shortCode("0000000000")).toBe("0000-0000");
    expect(shortCode("ffffffffff")).toBe("ZZZZ-ZZZZ");
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9a-f]{64}$/u), (hash) => {
        const typed = shortCode(hash).toLowerCase().replaceAll("0", "o").replaceAll("1", "l");
        expect(isShortCodeOf(typed, hash)).toBe(true);
      }),
    );
  });
});

describe("the audit", () => {
  const rows = chained([
    [till(500), lot(-500)],
    [lot(120), till(-120)],
  ]);
  const shown = shownBalances("a_1", {
    lots: [{ lot: "l_1", asset: "stored", parts: { principal: 380 } }],
  });

  test("passes books that are whole", () => {
    const auditor = createAuditor("s");
    for (const row of rows) auditor.add(row);
    auditor.compare(shown);
    expect(auditor.finish()).toMatchObject({ entries: 2, trialBalance: { CNY: 0 }, findings: [] });
  });

  test.each([
    ["another amount", 0, { body: rows[0]?.body.replaceAll("500", "900") ?? "" }, "chain breaks"],
    ["another number", 1, { seq: 3 }, "number 2 is missing"],
    ["another id", 1, { id: "e_9" }, "number or id"],
    ["no readable body", 1, { body: "{" }, "cannot be read"],
  ])("finds a row with %s", (_, at, change, finding) => {
    const auditor = createAuditor("s");
    for (const row of rows.map((sound, index) =>
      index === at ? { ...sound, ...change } : sound,
    )) {
      auditor.add(row);
    }
    expect(auditor.finish().findings.join()).toContain(finding);
  });

  test("finds a balance that is not the journal's, and one that nobody shows", () => {
    const auditor = createAuditor("s");
    for (const row of rows) auditor.add(row);
    auditor.compare({ "liab:stored:principal:a_1:l_1": 381 });
    expect(auditor.finish().findings).toEqual([
      "liab:stored:principal:a_1:l_1: the journal says 380, the account 381",
    ]);
    const other = createAuditor("s");
    for (const row of rows) other.add(row);
    expect(other.finish().findings.join()).toContain("no account shows it");
  });
});

test("an entry as plain text has whole and minor units as people write them", () => {
  const text = plainTextEntry(bodyOf(7, [till(5), lot(-5)]), { CNY: 2 });
  expect(text).toContain("2024-01-10 * (7) account.topUp  ; e_7\n    asset:cash:till  0.05 CNY\n");
  expect(text).toContain("liab:stored:principal:a_1:l_1  -0.05 CNY");
});
