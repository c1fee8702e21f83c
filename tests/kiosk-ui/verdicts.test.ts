// What a till says of its own entries in a chain: what waits, what was confirmed, what a person has to see.
import { expect, test } from "vitest";
import type { EventData } from "../../gateway/protocol/events.ts";
import { followVerdicts } from "../../kiosk-ui/cashier/verdicts.ts";

type Verdict = EventData<"sync.verdict">;

const till = () => {
  let tell: (word: Verdict) => void = () => undefined;
  let changes = 0;
  const verdicts = followVerdicts(
    {
      on: (topic, listener) => {
        if (topic === "sync.verdict")
          tell = (data) =>
            Reflect.apply(listener, undefined, [{ seq: 1, at: "", sentAt: "", topic, data }]);
        return () => undefined;
      },
    },
    () => (changes += 1),
  );
  const word = (entry: string, verdict: Verdict["verdict"], more: Partial<Verdict> = {}): void =>
    tell({ entry, op: "bill.settle", mode: "offline", verdict, exceptions: [], ...more });
  return { verdicts, word, changes: () => changes };
};

test("says nothing while nothing was sold on trust, nor of what was final at once", () => {
  const { verdicts, word } = till();
  expect(verdicts.says("zh-CN")).toBeUndefined();
  word("e1", "final");
  expect(verdicts.says("zh-CN")).toBeUndefined();
});

test("counts what waits, then what was confirmed, and names what is wrong with its amount", () => {
  const { verdicts, word, changes } = till();
  for (const entry of ["e1", "e2", "e3"]) word(entry, "provisional");
  expect(verdicts.says("zh-CN")).toEqual({ text: "3 笔待总部确认", isWrong: false });
  word("e1", "final");
  word("e2", "exception", { exceptions: [{ exception: "x", kind: "overdraft", amount: 15_000 }] });
  expect(verdicts.says("zh-CN")).toEqual({
    text: "1 笔待总部确认 · 总部已确认 1 笔 · 1 笔有异常：储值超支 150.00，请经理到办公页处理",
    isWrong: true,
  });
  expect(verdicts.says("en")?.text).toBe(
    "1 to be confirmed by head office · Head office has confirmed 1 · 1 need a manager in the office: Stored value overdrawn 150.00",
  );
  verdicts.seen();
  expect(verdicts.says("en")?.text).toBe("1 to be confirmed by head office");
  expect(changes()).toBe(6);
});
