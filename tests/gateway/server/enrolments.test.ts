// Bundles that head office holds ready: one machine a code, for so many days, kept over a restart, and no guessing.
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { createEnrolments } from "../../../gateway/server/access/enrolments.ts";

const root = mkdtempSync(join(tmpdir(), "tallygate-enrolments-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const [first, second] = ["1111111111111111", "2222222222222222"];
const dayMs = 86_400_000;

describe("a bundle held ready", () => {
  let [nowMs, count] = [1_772_000_000_000, 0];
  const clock = { nowMs: () => nowMs };
  let folder = "";
  beforeEach(() => {
    folder = join(root, `folder-${++count}`);
  });
  const opened = () => createEnrolments(folder, clock);
  const offer = (to = opened(), enrolment = "enr_1") => {
    const held = to.offer({ enrolment, store: "store-0042", bundle: "AAAA", days: 2 });
    if (held === undefined) throw new Error("too many are held");
    return held;
  };

  test("goes to the first machine that names its code, however it is typed, and to that one again", () => {
    const desk = opened();
    const { code } = offer(desk);
    const typed = ` ${code.slice(0, 4).toLowerCase()}-${code.slice(4)}`;
    expect(desk.take({ code: typed, machine: first })).toMatchObject({ bundle: "AAAA" });
    expect(desk.take({ code, machine: first })).toMatchObject({ bundle: "AAAA" });
    expect(desk.take({ code, machine: second })).toBe("wrong");
    expect(desk.list()).toMatchObject([{ machine: first, takenAtMs: nowMs }]);
  });

  test("is there after a restart, taken or not, for its owner's eyes only", () => {
    const { code } = offer();
    expect(opened().take({ code, machine: first })).toMatchObject({ store: "store-0042" });
    expect(opened().take({ code, machine: second })).toBe("wrong");
    expect(readdirSync(folder)).toEqual(["enr_1.json"]);
    expect(statSync(join(folder, "enr_1.json")).mode & 0o777).toBe(0o600);
  });

  test("is gone from the disk when its days are over, and when it is withdrawn", () => {
    const desk = opened();
    const { code } = offer(desk);
    nowMs += 2 * dayMs + 1;
    expect(desk.take({ code, machine: first })).toBe("wrong");
    offer(desk, "enr_2");
    expect(desk.withdraw("enr_2")).toBe(true);
    expect(desk.withdraw("enr_2")).toBe(false);
    expect(readdirSync(folder)).toEqual([]);
  });

  test("is not to be guessed: twenty wrong codes in an hour and nobody is answered", () => {
    const desk = opened();
    const { code } = offer(desk);
    for (let tried = 0; tried < 20; tried++)
      expect(desk.take({ code: `0000000${tried % 10}`, machine: second })).toBe("wrong");
    expect(desk.take({ code, machine: first })).toBe("busy");
    nowMs += 3_600_000;
    expect(desk.take({ code, machine: first })).toMatchObject({ bundle: "AAAA" });
  });

  test("is refused beyond two hundred, and the same offer again is the same", () => {
    const desk = opened();
    const held = offer(desk);
    expect(offer(desk)).toEqual(held);
    for (let more = 2; more <= 200; more++) offer(desk, `enr_${more}`);
    expect(() => offer(desk, "enr_201")).toThrow("too many");
  });
});
