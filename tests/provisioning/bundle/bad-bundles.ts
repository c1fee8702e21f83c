// The set of bundles that must be refused, each with its name and the refusal it must meet. More than two hundred.
import { zstdCompressSync } from "node:zlib";
import type { BundleRefusal } from "../../../provisioning/bundle/refused.ts";
import { other, rawEntry, rawTar, seal, sealTar } from "./workshop.ts";

export interface BadBundle {
  readonly name: string;
  readonly bytes: Buffer;
  readonly refused: readonly BundleRefusal[];
}

export const good = sealTar([{ path: "store.json", text: '{"id":"s"}' }]);
const headBytes = good.indexOf("\n", good.indexOf("\n") + 1) + 1;

const bad = (name: string, bytes: Buffer, ...refused: readonly BundleRefusal[]): BadBundle => ({
  name,
  bytes,
  refused,
});
const head = ["not_a_bundle", "signature"] as const;

const cutOff = (): readonly BadBundle[] =>
  Array.from({ length: 40 }, (_, at) => {
    const bytes = Math.floor((good.length * at) / 40);
    const where = bytes < headBytes ? head : (["altered"] as const);
    return bad(`cut off after ${bytes} bytes`, good.subarray(0, bytes), ...where);
  });

const flipped = (): readonly BadBundle[] =>
  Array.from({ length: 60 }, (_, at) => {
    const place = Math.floor((good.length * at) / 60);
    const bytes = Buffer.from(good);
    bytes[place] = (bytes[place] ?? 0) ^ (1 << (at % 8));
    return bad(
      `bit turned in byte ${place}`,
      bytes,
      ...(place < headBytes ? head : (["altered"] as const)),
    );
  });

const lines = (): readonly BadBundle[] => [
  bad("empty", Buffer.alloc(0), "not_a_bundle"),
  bad("one newline", Buffer.from("\n"), "not_a_bundle"),
  bad("zeros", Buffer.alloc(70_000), "not_a_bundle"),
  bad("0xff", Buffer.alloc(70_000, 0xff), "not_a_bundle"),
  bad("a JSON array", Buffer.from("[]\n[]\n"), "not_a_bundle"),
  bad("null", Buffer.from("null\nnull\n"), "not_a_bundle"),
  bad("deep JSON", Buffer.from(`${"[".repeat(8_000)}\n\n`), "not_a_bundle"),
  bad("a backup of the ledger", Buffer.from('{"format":"tallygate backup 1"}\n\n'), "not_a_bundle"),
  bad("two good ones", Buffer.concat([good, good]), "altered"),
  bad("something after it", Buffer.concat([good, Buffer.from("x")]), "altered"),
  bad("CRLF", Buffer.from(good.toString("latin1").replaceAll("\n", "\r\n"), "latin1"), ...head),
  bad("a byte order mark", Buffer.concat([Buffer.from("\uFEFF"), good]), ...head),
  bad("a long first line", Buffer.from(`{"a":"${"x".repeat(20_000)}"}\nq\n`), "not_a_bundle"),
  bad("signed by a stranger", sealTar([{ path: "a" }], { key: other.privateKey }), "signature"),
  bad(
    "a stranger's signature under our name",
    Buffer.from(
      sealTar([{ path: "a" }], { key: other.privateKey })
        .toString("latin1")
        .replace(
          /\n[0-9a-f]{16} /u,
          `\n${good.toString("latin1").split("\n")[1]?.split(" ")[0] ?? ""} `,
        ),
      "latin1",
    ),
    "signature",
  ),
];

const fields: Readonly<Record<string, readonly unknown[]>> = {
  format: ["tallygate bundle 2", "", null, 1, undefined],
  id: ["", "../x", "a b", "x".repeat(65), null, 7, "-a"],
  kind: ["", "enroll", null, 3, ["config"], "__proto__"],
  madeAt: ["", "yesterday", "2026-03-01", "2026-03-01T09:00:00+08:00", 5, null],
  store: ["", "店", null, {}, "x".repeat(65)],
  machines: [[], "m", [""], [1], Array.from({ length: 65 }, () => "m")],
  notBefore: ["soon", 0, null],
  notAfter: ["late", 0, null],
  revision: [0, -1, 1.5, "2", null, 2e9],
  version: ["1", "1.2", "v1.2.3", "1.2.3/..", "1.2.3-A", null],
  schema: [0, "1", 1e6, null],
  lock: [
    {},
    { by: "none" },
    { by: "passphrase" },
    { by: "passphrase", salt: "short" },
    { by: "x25519", ephemeral: "" },
    null,
  ],
  extra: [1, null],
  payload: [
    {},
    null,
    { bytes: 0, sha256: "", tarBytes: 0, files: 0 },
    { bytes: 1, sha256: "0".repeat(64), tarBytes: 1e12, files: 1 },
    { bytes: 1, sha256: "0".repeat(64), tarBytes: 2_048, files: -1 },
  ],
};

const payload = zstdCompressSync(rawTar([{ path: "a", text: "a" }]));

const wrongFields = (): readonly BadBundle[] =>
  Object.entries(fields).flatMap(([name, values]) =>
    values.map((value) =>
      bad(
        `${name}: ${JSON.stringify(value)?.slice(0, 40)}`,
        seal({ payload, manifest: { [name]: value } }),
        "not_a_bundle",
      ),
    ),
  );

const addressed = (): readonly BadBundle[] => [
  bad("for another store", seal({ payload, manifest: { store: "store-0043" } }), "other_store"),
  bad(
    "for another machine",
    seal({ payload, manifest: { machines: ["0000000000000000"] } }),
    "other_machine",
  ),
  bad(
    "not valid yet",
    seal({ payload, manifest: { notBefore: "2026-03-02T00:00:00Z" } }),
    "not_yet",
  ),
  bad("expired", seal({ payload, manifest: { notAfter: "2026-02-28T00:00:00Z" } }), "expired"),
  bad("of another kind", seal({ payload, manifest: { kind: "support" } }), "kind"),
  bad("taken in before", seal({ payload, manifest: { id: "used-1" } }), "used"),
  bad("older than what is here", seal({ payload, manifest: { revision: 4 } }), "older"),
  bad(
    "digest of something else",
    seal({
      payload,
      manifest: {
        payload: { bytes: payload.length, sha256: "0".repeat(64), tarBytes: 2_048, files: 1 },
      },
    }),
    "altered",
  ),
  bad(
    "longer than it says",
    seal({
      payload,
      manifest: {
        payload: { bytes: payload.length - 1, sha256: "0".repeat(64), tarBytes: 2_048, files: 1 },
      },
    }),
    "altered",
  ),
];

const paths = [
  "../out",
  "a/../../out",
  "/etc/passwd",
  "",
  ".",
  "..",
  "./a",
  "a//b",
  "a/",
  "a/./b",
  "a\\b",
  "a\nb",
  "a\u007fb",
  "/",
  "a/..",
  `${"d/".repeat(49)}../x`,
];

const evilTars = (): readonly BadBundle[] => [
  ...paths.map((path) =>
    bad(`path ${JSON.stringify(path)}`, sealTar([{ path, text: "x" }]), "contents"),
  ),
  ...["..", "/", "a/..", "../../x"].map((prefix) =>
    bad(`prefix ${prefix}`, sealTar([{ path: "x", prefix }]), "contents"),
  ),
  ..."1234567xgLKSVAM"
    .split("")
    .map((type) =>
      bad(`entry of type ${type}`, sealTar([{ path: "l", type, link: "/etc/passwd" }]), "contents"),
    ),
  bad("entry of no type", sealTar([{ path: "l", type: "\u0000" }]), "contents"),
  ...["0004755\0", "0002755\0", "0001777\0", "0000777\0", "0000000\0", "x", "       "].map((mode) =>
    bad(`mode ${JSON.stringify(mode)}`, sealTar([{ path: "m", mode }]), "contents"),
  ),
  ...[
    "77777777777\0",
    "-0000000001\0",
    "0x100000000\0",
    "\u0080\0\0\0\0\0\0\0\0\0\u0001\0",
    "           \0",
    "00000002000\0",
  ].map((size) =>
    bad(`size ${JSON.stringify(size)}`, sealTar([{ path: "s", text: "abc", size }]), "contents"),
  ),
  bad("a wrong checksum", sealTar([{ path: "c", checksum: "000000\0 " }]), "contents"),
  bad("the old tar", sealTar([{ path: "c", magic: "\0\0\0\0\0\0\0\0" }]), "contents"),
  bad("GNU tar", sealTar([{ path: "c", magic: "ustar  \0" }]), "contents"),
  bad("words in the padding", sealTar([{ path: "p", text: "x", pad: 65 }]), "contents"),
  bad(
    "the same file twice",
    sealTar([
      { path: "a", text: "1" },
      { path: "a", text: "2" },
    ]),
    "contents",
  ),
  bad(
    "a file that is a folder too",
    sealTar([
      { path: "a", text: "1" },
      { path: "a/b", text: "2" },
    ]),
    "contents",
  ),
  bad("no end", sealTar([{ path: "a" }], { end: 0 }), "not_a_bundle"),
  bad("half an end", sealTar([{ path: "a" }], { end: 512 }), "contents"),
  bad(
    "more after the end",
    seal({
      payload: zstdCompressSync(Buffer.concat([rawTar([{ path: "a" }]), rawEntry({ path: "b" })])),
      tarBytes: 2_048,
    }),
    "contents",
  ),
  bad("zeros after the end", sealTar([{ path: "a" }], { end: 10_240 }), "contents"),
  bad("more files than it says", sealTar([{ path: "a" }, { path: "b" }], { files: 1 }), "contents"),
  bad("fewer files than it says", sealTar([{ path: "a" }], { files: 2 }), "contents"),
  bad(
    "unpacks to more than it says",
    seal({ payload: zstdCompressSync(Buffer.alloc(50_000_000)), tarBytes: 2_048 }),
    "contents",
  ),
  bad(
    "a bomb within its size",
    seal({
      payload: zstdCompressSync(rawTar([{ path: "z", text: "0".repeat(5_000_000) }])),
      tarBytes: 1_024,
    }),
    "contents",
  ),
  bad("no zstd", seal({ payload: Buffer.from("hello") }), "contents"),
  bad("gzip", seal({ payload: Buffer.from("1f8b0800000000000003", "hex") }), "contents"),
  bad("half a zstd frame", seal({ payload: payload.subarray(0, payload.length - 4) }), "contents"),
  bad(
    "a lock without one to open it",
    seal({ payload, manifest: { lock: { by: "passphrase", salt: "A".repeat(22) } } }),
    "locked",
  ),
  bad(
    "a lock to a machine",
    seal({ payload, manifest: { lock: { by: "x25519", ephemeral: "A".repeat(43) } } }),
    "locked",
  ),
  bad(
    "a lock and no room for its tag",
    seal({
      payload: Buffer.from("x"),
      manifest: { lock: { by: "passphrase", salt: "A".repeat(22) } },
    }),
    "contents",
    "locked",
  ),
];

export const badBundles = (): readonly BadBundle[] => [
  ...cutOff(),
  ...flipped(),
  ...lines(),
  ...wrongFields(),
  ...addressed(),
  ...evilTars(),
];
