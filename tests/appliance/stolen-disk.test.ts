// The disk of an appliance in a stranger's hands, searched byte by byte, freed blocks and the journal too: nobody's
// name, phone number or PIN and none of the store's keys. Once a store was erased not even sealed ones are left, and
// where one was laid out from its kit nothing of it lies about.
import { closeSync, openSync, readSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { lacks } from "../support/parts.ts";
import { createContainerBed } from "./container-bed.ts";
import { openStoreOn } from "./spending.ts";

const secrets = ["master", "pepper", "signing", "backup", "tls-ca", "webhooks"] as const;
const data = "/var/lib/tallygate";
const chunkBytes = 32 * 1024 * 1024;

/** Which of these byte strings lie somewhere in a file. */
const foundIn = (file: string, wanted: ReadonlyMap<string, Buffer>): readonly string[] => {
  const overlap = Math.max(...[...wanted.values()].map(({ length }) => length));
  const window = Buffer.alloc(overlap + chunkBytes);
  const found = new Set<string>();
  const handle = openSync(file, "r");
  try {
    for (;;) {
      const read = readSync(handle, window, overlap, chunkBytes, null);
      if (read === 0) return [...found].toSorted();
      const seen = window.subarray(0, overlap + read);
      for (const [name, bytes] of wanted) if (seen.includes(bytes)) found.add(name);
      window.copy(window, 0, read, overlap + read);
    }
  } finally {
    closeSync(handle);
  }
};

/** A secret as it is on a disk: its hex in a file, its bytes in memory that was written out, base64 in JSON. */
const forms = (name: string, hex: string): readonly (readonly [string, Buffer])[] => {
  const bytes = Buffer.from(hex, "hex");
  return [
    [`${name} in hex`, Buffer.from(hex)],
    [`${name} as bytes`, bytes],
    [`${name} in base64`, Buffer.from(bytes.toString("base64").slice(0, 40))],
  ];
};

const persons = Object.entries({
  "a member's name": "尉迟雪见",
  "her name as JSON may write it": String.raw`\u5c09\u8fdf\u96ea\u89c1`,
  "her phone number": "13912345678",
  "a manager's PIN": '"730164"',
}).map(([what, text]) => [what, Buffer.from(text)] as const);

/** The books are found, so what is not found is not there. */
const books = ["the books", Buffer.from('"op":"member.enrol"')] as const;

describe.skipIf(lacks("machine", "systemd", "loopDevice"))("a stolen disk", () => {
  test("shows no person and no key, and nothing sealed once the store was erased", async () => {
    await using bed = createContainerBed();
    await bed.on();
    await openStoreOn(bed);
    await bed.shell(`mkdir /stick; chown tallygate /stick; echo a long passphrase > /stick/pass
      echo 'TALLYGATE_OPTIONS=--lan gw.store-0042.lan,127.0.0.1/8' > /etc/tallygate/lan.conf
      systemctl restart tallygate-gateway; tallygate tls kit --data ${data} --out /root/trust`);
    const keys = new Map<string, Buffer>();
    for (const name of secrets) {
      const hex = (await bed.shell(`cat ${data}/credentials/${name}`)).trim();
      expect(hex, name).toMatch(/^[0-9a-f]{64}$/u);
      for (const [form, bytes] of forms(name, hex)) keys.set(form, bytes);
    }
    const sealAll = async (): Promise<ReadonlyMap<string, Buffer>> => {
      const said = await bed.shell("tallygate secrets seal --lang en");
      expect(said.match(/^sealed /gmu), said).toHaveLength(secrets.length);
      const blobs = new Map<string, Buffer>();
      for (const name of secrets) {
        const line = await bed.shell(`sed -n 3p /etc/tallygate/creds/${name}`);
        expect(line.length).toBeGreaterThan(40);
        blobs.set(`${name} sealed`, Buffer.from(line.trim()));
      }
      return blobs;
    };
    const stolen = async (
      more: Iterable<readonly [string, Buffer]>,
    ): Promise<readonly string[]> => {
      await bed.shell("sync");
      await bed.cut();
      return foundIn(bed.image, new Map([...persons, ...keys, books, ...more]));
    };

    const sealed = await sealAll();
    expect(await stolen(sealed)).toEqual([books[0], ...sealed.keys()].toSorted());

    await bed.on();
    const gone = await bed.shell(`systemctl stop tallygate-gateway
      runuser -u tallygate -- tallygate backup --data ${data} --to /stick
      tallygate kit --to /stick/kit.tgb --passphrase /stick/pass
      tallygate uninstall --erase --saved /stick/store-*.tgb --lang en`);
    expect(gone).toContain("Gone.");
    await bed.shell(`dpkg -i /root/tallygate.deb; tallygate replace --from /stick/store-*.tgb \
      --kit /stick/kit.tgb --passphrase /stick/pass`);
    const anew = await sealAll();
    expect(await stolen([...sealed, ...anew])).toEqual([books[0], ...anew.keys()].toSorted());
  }, 300_000);
});
