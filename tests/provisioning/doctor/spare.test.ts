// The doctor's checks of a store with a spare and of the spare itself, each seen to fail and to pass in a folder that
// stands for the machine; on two real ones: tests/appliance/spare.test.ts.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, expect, test } from "vitest";
import { examine } from "../../../provisioning/doctor/examine.ts";
import { checks } from "../../../provisioning/doctor/registry.ts";
import { type Machine, openMachine } from "../../../provisioning/machine.ts";

const folder = mkdtempSync(join(tmpdir(), "tallygate-doctor-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let count = 0;
let machine: Machine;
const put = (name: string, text = ""): void => {
  const file = join(machine.data, name);
  mkdirSync(join(file, ".."), { recursive: true });
  writeFileSync(file, text);
};
beforeEach(() => {
  machine = openMachine({ root: join(folder, `machine-${++count}`) });
});

/** `in-step follows hears` */
const states = async (): Promise<string> => {
  const ours = checks.filter(({ id }) => id.startsWith("spare."));
  const found = await examine(machine, ours);
  return found.map(({ finding }) => finding.state).join(" ");
};
const url = "wss://gw.store-0042.lan:8443/spare";
const following = (settings: object = { url, address: "10.0.0.2" }): void =>
  put("following.json", JSON.stringify(settings));
const heard = (agoMs: number, isWhole = true): void => {
  const at = new Date(machine.nowMs() - agoMs).toISOString();
  put("following-heard.json", JSON.stringify({ at, isWhole, commits: 7 }));
};
const keys = (): void => {
  put("credentials/backup");
  put("tls/ca.pem");
};

test("a machine without a spare that is none is asked nothing", async () => {
  expect(await states()).toBe("absent absent absent");
});

test.each([
  ["in_step", "well"],
  ["behind", "failed"],
  ["alone", "failed"],
])("a store whose spare is %s: %s", async (state, expected) => {
  put("spare.json", JSON.stringify({ state, at: "2026-11-22T20:00:00.000Z" }));
  expect(await states()).toBe(`${expected} absent absent`);
});

test("a note that was torn is no spare in step", async () => {
  put("spare.json", "{");
  expect(await states()).toBe("failed absent absent");
});

test("a spare that heard its store just now is well, one that did not is not", async () => {
  following();
  keys();
  expect(await states()).toBe("absent well failed");
  heard(1_000, false);
  expect(await states()).toBe("absent well failed");
  heard(1_000);
  expect(await states()).toBe("absent well well");
  heard(600_000);
  expect(await states()).toBe("absent well failed");
});

test("a spare that follows nobody is seen, whatever is missing", async () => {
  put("spare.db");
  expect(await states()).toBe("absent failed absent");
  heard(1_000);
  for (const settings of [{}, { url: "nowhere", address: "10.0.0.2" }, { url, address: "" }]) {
    following(settings);
    keys();
    expect(await states()).toBe("absent failed well");
  }
  following();
  expect(await states()).toBe("absent well well");
  rmSync(join(machine.data, "tls/ca.pem"));
  expect(await states()).toBe("absent failed well");
});

test("a machine that has taken over is a store", async () => {
  put("spare.db");
  put("took-over.json", JSON.stringify({ url, address: "10.0.0.2", tookOver: 2 }));
  expect(await states()).toBe("absent absent absent");
});
