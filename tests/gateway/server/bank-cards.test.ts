// Card numbers of banks: whatever field of whatever operation they are put into, they stay outside.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { operationNames, operationOf } from "../../../gateway/protocol/operations.ts";
import {
  clearOfBankCards,
  codeWithoutBankCards,
  isBankCard,
  withoutBankCards,
} from "../../../gateway/server/bank-cards.ts";
import { type GatewayProcess, startGatewayProcess } from "../../support/gateway-process.ts";
import { withTextEverywhere } from "../../support/sample-params.ts";
import { fc } from "../../support/seeded.ts";

/** Numbers that issuers and terminals publish for tests. */
const published = [
  "4111111111111111",
  "4222222222222",
  "5500005555555559",
  "5105105105105100",
  "2223003122003222",
  "378282246310005",
  "6011111111111117",
  "3530111333300000",
  "30569309025904",
  "6222021234567890128",
  "6200000000000005",
];

const withCheckDigit = (head: string): string =>
  Array.from("0123456789", (digit) => head + digit).find((number) => isLuhn(number)) ?? "";
/** Not the code under test: digit by digit from the right, as ISO/IEC 7812 puts it in words. */
const isLuhn = (number: string): boolean => {
  let sum = 0;
  for (const [at, digit] of Array.from(number).toReversed().entries())
    sum += at % 2 === 0 ? Number(digit) : ([0, 2, 4, 6, 8, 1, 3, 5, 7, 9][Number(digit)] ?? 0);
  return sum % 10 === 0;
};

describe("a bank card's number", () => {
  test.each(published)("%s is known, in groups too, and cut down to its last four", (number) => {
    expect(isBankCard(number)).toBe(true);
    const groups = number.replaceAll(/(\d{4})(?=\d)/g, "$1 ");
    for (const text of [number, groups, groups.replaceAll(" ", "-")])
      expect(withoutBankCards(`paid by ${text}, thanks`)).toBe(
        `paid by ****${number.slice(-4)}, thanks`,
      );
  });

  test("of any issuer, with a right check digit, is found in any text around it", () => {
    const head = fc
      .tuple(
        fc.constantFrom("4", "51", "55", "2221", "62", "6011", "65"),
        fc.integer({ min: 0, max: 999_999_999 }),
      )
      .map(([issuer, rest]) => (issuer + String(rest).padStart(14, "7")).slice(0, 15));
    const around = fc.string({ unit: "grapheme" }).filter((text) => !/[\d.]/.test(text));
    fc.assert(
      fc.property(head, around, around, (start, before, after) => {
        const number = withCheckDigit(start);
        expect(withoutBankCards(`${before}${number}${after}`)).not.toContain(number);
      }),
      { numRuns: 2_000 },
    );
  });

  test("is not seen in what is none: papers, goods, phones, instants, longer numbers", () => {
    const others = [
      "110101199001010015",
      "510812199005200027",
      "6901234567892",
      "13812345678",
      "1710122400000",
      "4111111111111112",
      "41111111111111110000",
      "0.4111111111111111",
    ];
    for (const other of others) expect(withoutBankCards(other)).toBe(other);
    expect(codeWithoutBankCards("4222222222222")).toBe("4222222222222");
    expect(codeWithoutBankCards("4111111111111111")).toBe("****1111");
  });

  test("is not seen in ids and keys, however many digits they happen to hold", () => {
    const uuid = fc.uuid();
    fc.assert(
      fc.property(uuid, (key) => {
        const id = `acct_${key.replaceAll("-", "")}`;
        expect([withoutBankCards(key), withoutBankCards(id)]).toEqual([key, id]);
      }),
      { numRuns: 20_000 },
    );
    const unlucky = "00004111-1111-1111-1111-000000000000";
    expect(withoutBankCards(`asked with ${unlucky}`)).toBe(`asked with ${unlucky}`);
  });

  test("as the reference of a tender keeps its last four, everywhere else it is refused by place", () => {
    const tenders = [{ type: "bank", amount: 100, reference: "4111 1111 1111 1111" }];
    expect(clearOfBankCards({ tenders })).toEqual({
      ok: true,
      value: { tenders: [{ type: "bank", amount: 100, reference: "****1111" }] },
    });
    expect(clearOfBankCards({ facts: { list: [1, { n: 4_111_111_111_111_111 }] } })).toMatchObject({
      ok: false,
      error: { code: "bank_card.refused", params: { at: "/facts/list/1/n" } },
    });
  });
});

describe("a running store", () => {
  const number = "4111111111111111";
  let gateway: GatewayProcess;
  beforeAll(async () => {
    gateway = await startGatewayProcess({ args: ["--log", "debug"] });
  });
  afterAll(() => gateway[Symbol.asyncDispose]());

  const ask = async (role: "test" | "kiosk" | "integration", method: string, params: unknown) => {
    const { url, tokens } = gateway.simulated;
    const response = await fetch(`${url}/rpc`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${tokens[role]}` },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
    });
    return (await response.json()) as {
      error?: { code: number; data?: { code?: string } };
      result?: unknown;
    };
  };

  test("takes none in any text field of any operation, and writes none down", async () => {
    let asked = 0;
    for (const op of operationNames) {
      if (op === "sim.store.reset" || op === "session.start") continue;
      const { params: schema, roles } = operationOf(op);
      const role = roles.includes("test")
        ? "test"
        : roles.includes("kiosk")
          ? "kiosk"
          : "integration";
      for (const params of withTextEverywhere(JSON.parse(JSON.stringify(schema)), number)) {
        const { error, result } = await ask(role, op, params);
        const code = error?.data?.code ?? error?.code ?? "taken";
        const isReference = JSON.stringify(params).includes(`"reference":"${number}"`);
        const outside = ["bank_card.refused", "not_permitted", -32_601, -32_602];
        const fine = isReference || outside.includes(code);
        expect({ op, params, result, code: fine || code }).toMatchObject({
          op,
          params,
          code: true,
        });
        asked++;
      }
    }
    expect(asked).toBeGreaterThan(250);
    const settled = await ask("test", "bill.settle", {
      lines: [{ venue: "shop", list: 500, quantity: 1 }],
      tenders: [{ type: "cash", amount: 500, reference: number }],
      key: "terminal-1",
    });
    expect(settled.error).toBeUndefined();
    expect(gateway.output()).not.toContain(number);
    for (const file of readdirSync(gateway.dir, { recursive: true, withFileTypes: true })) {
      if (!file.isFile()) continue;
      const bytes = readFileSync(join(file.parentPath, file.name));
      expect({ file: file.name, holds: bytes.includes(number) }).toEqual({
        file: file.name,
        holds: false,
      });
    }
  }, 120_000);
});
