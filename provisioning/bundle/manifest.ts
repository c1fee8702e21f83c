// The first line of a bundle: what it is, for whom, for how long, and the digest of what follows. Signed as it stands.
import Type from "typebox";
import { Compile } from "typebox/compile";

export const bundleKinds = ["enrol", "config", "release", "backup", "support", "reply"] as const;
export type BundleKind = (typeof bundleKinds)[number];

const instant = Type.String({
  pattern: "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,3})?Z$",
});
const name = Type.String({ minLength: 1, maxLength: 64, pattern: "^[A-Za-z0-9][A-Za-z0-9._-]*$" });
const base64url = (bytes: number) =>
  Type.String({ pattern: `^[A-Za-z0-9_-]{${Math.ceil((bytes * 4) / 3)}}$` });
const strict = { additionalProperties: false };

const manifest = Type.Object(
  {
    format: Type.Literal("tallygate bundle 1"),
    kind: Type.Enum([...bundleKinds]),
    /** of this very bundle: a machine takes in the same one once */
    id: name,
    madeAt: instant,
    /** the one store it is for; absent: any */
    store: Type.Optional(name),
    /** the machines it is for, by `tallygate enrol --id`; absent: any */
    machines: Type.Optional(Type.Array(name, { minItems: 1, maxItems: 64 })),
    notBefore: Type.Optional(instant),
    notAfter: Type.Optional(instant),
    /** of a configuration: never goes back */
    revision: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000_000 })),
    /** of a release */
    version: Type.Optional(
      Type.String({ maxLength: 40, pattern: "^\\d+\\.\\d+\\.\\d+(?:-[a-z0-9.]+)?$" }),
    ),
    /** of a release: the schema of the books it writes */
    schema: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000 })),
    payload: Type.Object(
      {
        /** as they follow the two lines */
        bytes: Type.Integer({ minimum: 1, maximum: 2_000_000_000 }),
        sha256: Type.String({ pattern: "^[0-9a-f]{64}$" }),
        /** of the tar within */
        tarBytes: Type.Integer({ minimum: 1_024, maximum: 4_000_000_000 }),
        files: Type.Integer({ minimum: 0, maximum: 50_000 }),
      },
      strict,
    ),
    lock: Type.Optional(
      Type.Union([
        Type.Object({ by: Type.Literal("passphrase"), salt: base64url(16) }, strict),
        Type.Object({ by: Type.Literal("x25519"), ephemeral: base64url(32) }, strict),
      ]),
    ),
  },
  strict,
);

export type Manifest = Type.Static<typeof manifest>;

const check = Compile(manifest);

/** bytes of the first two lines together, at most */
export const headBytesMax = 16 * 1024;

/** undefined: not a line of ours. */
export const readManifest = (line: string): Manifest | undefined => {
  try {
    const value: unknown = JSON.parse(line);
    return check.Check(value) ? value : undefined;
  } catch {
    return undefined;
  }
};
