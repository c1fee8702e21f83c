// The verbs about devices: rules on standard output, wrong names refused in words, findings as an exit code.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runCommand } from "../../provisioning/main.ts";

const run = async (...args: readonly string[]) => {
  const lines: string[] = [];
  const code = await runCommand(args, {
    language: "en",
    line: (text) => lines.push(text),
    errorLine: (text) => lines.push(`! ${text}`),
  });
  return { code, text: lines.join("\n") };
};

test("udev rules and the list of modules come out as files to be kept", async () => {
  const rules = await run("devices", "udev", "--name", "desk-scanner=0c2e:0901:S-1");
  expect(rules).toMatchObject({
    code: 0,
    text: expect.stringContaining('ATTRS{serial}=="S-1"'),
  });
  expect(rules.text).toContain('SYMLINK+="tallygate/desk-scanner"');
  const port = await run("devices", "udev", "--name", "x=0c2e:0901@1-1.2", "--group", "dialout");
  expect(port.text).toContain('KERNELS=="1-1.2"');
  expect(port.text).toContain('GROUP="dialout"');
  expect((await run("devices", "udev", "--modprobe")).text).toContain("blacklist pn533_usb");
});

test.each([
  [["--name", "desk-scanner"]],
  [["--name", 'x"=0c2e:0901']],
  [["--name", "a=0c2e:0901", "--name", "b=0c2e:0901"]],
])("names that tell nothing are refused: %j", async (args) => {
  const { code, text } = await run("devices", "udev", ...args);
  expect(code).toBe(2);
  expect(text).toContain("Usage: tallygate devices udev");
});

test("the doctor ends with 1 when a device of the store cannot be reached", async () => {
  const folder = mkdtempSync(join(tmpdir(), "tallygate-devices-"));
  const config = join(folder, "devices.json");
  const options = { path: "/dev/tallygate/not-there" };
  const devices = [{ device: "desk-scanner", driver: "serial-scanner", options }];
  writeFileSync(config, JSON.stringify({ devices }));
  const { code, text } = await run("devices", "doctor", "--config", config);
  rmSync(folder, { recursive: true });
  expect(code).toBe(1);
  expect(text).toContain("✕ desk-scanner: /dev/tallygate/not-there: it is not there: plug it in");
});
