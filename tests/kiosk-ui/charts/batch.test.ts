// A pasted list of newcomers, read line by line; and which of them the next card is for.
import { expect, test } from "vitest";
import {
  batchMax,
  type BatchRow,
  nextRow,
  readBatch,
} from "../../../kiosk-ui/charts/cashier/batch.ts";

test.each([
  ["张三 13812345678", [{ name: "张三", phone: "13812345678" }]],
  ["张三，138 1234 5678", [{ name: "张三", phone: "13812345678" }]],
  ["Anna Li\t+86 13812345678", [{ name: "Anna Li", phone: "+8613812345678" }]],
  ["Anna Li", [{ name: "Anna Li" }]],
  ["\n 李四 \r\n\n王五  13900001111\n", [{ name: "李四" }, { name: "王五", phone: "13900001111" }]],
])("%j", (text, rows) => {
  expect(readBatch(text)).toEqual({ rows, unread: [] });
});

test("lines that are no person are named by their number, and none of them is guessed", () => {
  const { rows, unread } = readBatch("13812345678\n张三 abc1\n李四,电话没有\n王五");
  expect(rows).toEqual([{ name: "张三 abc1" }, { name: "王五" }]);
  expect(unread).toEqual([1, 3]);
});

test("a batch has its limit", () => {
  const lines = Array.from({ length: batchMax + 2 }, (_none, at) => `甲${at}`).join("\n");
  const { rows, unread } = readBatch(lines);
  expect(rows).toHaveLength(batchMax);
  expect(unread).toEqual([batchMax + 1, batchMax + 2]);
});

test("cards go to who waits, then to who was refused, then to nobody", () => {
  const row = (state: BatchRow["state"]): BatchRow => ({ name: "甲", state });
  expect(nextRow([row("done"), row("refused"), row("waiting")])).toBe(2);
  expect(nextRow([row("done"), row("refused"), row("done")])).toBe(1);
  expect(nextRow([row("done")])).toBe(-1);
});
