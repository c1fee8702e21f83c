// What is printed proves itself: the symbol and the code on the paper lead back to the entry they stand for.
import { describe, expect, test } from "vitest";
import { jobOf } from "../../../gateway/devices/job.ts";
import { databaseFile } from "../../../gateway/store/files.ts";
import { text } from "../../../gateway/store/sqlite/columns.ts";
import { openDatabase } from "../../../gateway/store/sqlite/database.ts";
import { prove } from "../../../provisioning/ledger/prove.ts";
import { speechOn } from "../../../provisioning/speech.ts";
import { startGatewayProcess } from "../../support/gateway-process.ts";
import { connectAs } from "../../support/pages.ts";

interface PrintedBlock {
  readonly kind: string;
  readonly data?: string;
  readonly text?: string;
}

/** The blocks of each document of this receipt that waits in the print queue, the oldest first. */
const waitingDocuments = async (
  dir: string,
  receipt: string,
): Promise<readonly (readonly PrintedBlock[])[]> => {
  const database = await openDatabase({ file: databaseFile(dir), readOnly: true });
  const rows = await database.all("SELECT id, body FROM side WHERE tab = 'job'");
  await database.close();
  return rows
    .map((row) => jobOf({ id: text(row["id"]), body: JSON.parse(text(row["body"])) }))
    .filter((job) => job.receipt === receipt)
    .toSorted((one, other) => one.order - other.order)
    .map(({ document }) => document?.blocks ?? []);
};

const symbolsOf = (blocks: readonly PrintedBlock[]): readonly string[] =>
  blocks.flatMap(({ kind, data = "" }) => (kind === "qr" ? [data] : []));

const proveSays = async (dir: string, ...words: readonly string[]) => {
  const lines: string[] = [];
  const line = (said: string): number => lines.push(said);
  const speech = speechOn({ language: "en", line, errorLine: line }, false);
  const code = await prove.run([...words, "--data", dir], speech);
  return { code, said: lines.join("\n") };
};

describe("a Z report", () => {
  test("carries the code of the ledger's head, on paper as in the answer; a copy carries the same", async () => {
    await using gateway = await startGatewayProcess();
    const desk = connectAs(gateway, "cashier");
    const [employee] = gateway.simulated.staff;
    // A job that has ended keeps no document: nothing is printed for now.
    const tester = connectAs(gateway, "test");
    await tester.call("sim.printer.fault", { device: "desk-printer", fault: "paper_out" });
    tester.close();
    await desk.call("staff.signIn", { staff: employee?.id ?? "", pin: employee?.pin ?? "" });
    await desk.call("shift.open", { key: desk.newKey() });
    const closed = await desk.call("shift.close", { key: desk.newKey() });
    const { ledger, receipt = "" } = closed;
    const [document = []] = await waitingDocuments(gateway.dir, receipt);
    expect(document.map(({ text: words }) => words)).toContain(`账本校验码 ${ledger?.code}`);
    const [symbol = ""] = symbolsOf(document);
    const proved = await proveSays(gateway.dir, symbol, "--code", ledger?.code ?? "");
    expect(proved.said).toContain(`entry     ${ledger?.seq} `);
    expect(proved.said).toContain("shift.close");
    expect(proved.code).toBe(0);
    expect((await proveSays(gateway.dir, receipt)).code).toBe(0);

    await desk.call("print.receipt", { key: desk.newKey(), receipt, lang: "en" });
    const [, copy = []] = await waitingDocuments(gateway.dir, receipt);
    expect(symbolsOf(copy)).toEqual([symbol]);

    const other = `${symbol.slice(0, -4)}AAAA`;
    expect(await proveSays(gateway.dir, other)).toMatchObject({ code: 1 });
    desk.close();
  });
});
