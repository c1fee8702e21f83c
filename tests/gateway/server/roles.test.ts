// docs/ROLES.md, cell by cell, against a running gateway. The table is written by hand, not derived from the code.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { operationNames } from "../../../gateway/protocol/operations.ts";
import { root } from "../../support/sources.ts";
import { type TestGateway, startTestGateway } from "../../support/gateway-in-process.ts";

const columns = ["kiosk", "cashier", "office", "technician", "integration"] as const;
type Column = (typeof columns)[number];

interface Row {
  readonly op: string;
  readonly cells: Readonly<Record<Column, string>>;
  readonly employee: boolean;
}

const readTable = (): readonly Row[] =>
  readFileSync(join(root, "docs", "ROLES.md"), "utf8")
    .split("\n")
    .flatMap((line) => {
      const [, op, ...cells] = line.split("|").map((cell) => cell.trim());
      if (op === undefined || !/^`[a-z]+\.[a-zA-Z]+`$/.test(op)) return [];
      const [kiosk = "", cashier = "", office = "", technician = "", integration = "", employee] =
        cells;
      return [
        {
          op: op.slice(1, -1),
          cells: { kiosk, cashier, office, technician, integration },
          employee: employee === "yes",
        },
      ];
    });

const table = readTable();
let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.close());

/** `need` of a not_permitted refusal; undefined where something else was answered. */
const needOf = async (op: string, token: string): Promise<string | undefined> => {
  const call = { jsonrpc: "2.0", id: 1, method: op, params: { nobodyKnows: true } };
  const { body } = await gateway.post(call, token);
  if (body.error?.data?.code !== "not_permitted") return undefined;
  return (body.error.data.params as { need?: string } | undefined)?.need;
};

test("the table has a row for every operation and no other", () => {
  const rows = table.map(({ op }) => op).toSorted();
  const served = operationNames.filter((op) => !op.startsWith("sim.")).toSorted();
  expect(rows).toEqual(served);
});

describe("every cell", () => {
  test.each(table)("$op", async ({ op, cells, employee }) => {
    if (await isAbsent(op)) return;
    for (const role of columns) {
      const need = await needOf(op, gateway.tokens[role]);
      const may = cells[role] !== "";
      const wantsEmployee = employee && (role === "cashier" || role === "office");
      const expected = !may ? "role" : wantsEmployee ? "staff" : undefined;
      const right = role === "integration" && need === "right" ? undefined : need;
      expect({ op, role, need: right }).toEqual({ op, role, need: expected });
    }
  });

  /** An operation that is not served yet answers "method not found" to everybody. */
  const isAbsent = async (op: string): Promise<boolean> => {
    const call = { jsonrpc: "2.0", id: 1, method: op, params: { nobodyKnows: true } };
    return (await gateway.post(call, gateway.tokens.test)).body.error?.code === -32_601;
  };

  test("sim.*: every station of this machine", async () => {
    for (const role of columns)
      expect(await needOf("sim.clock.set", gateway.tokens[role])).toBe(undefined);
  });
});
