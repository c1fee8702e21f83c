// What a release is made of, as CycloneDX 1.5 JSON (https://cyclonedx.org/docs/1.5/json): its Node and every package
// that lies in it or was built into its pages, with version, licence and digest of package-lock.json. No serial number
// and no time but the source's, so that the same checkout gives the same bytes.
import { readFileSync } from "node:fs";
import { join, relative } from "node:path";

export interface ReleaseParts {
  /** the checkout */
  readonly root: string;
  readonly version: string;
  /** of the Node that comes along, e.g. `24.12.0` */
  readonly node: string;
  /** folders of packages, absolute */
  readonly packages: readonly string[];
  readonly epochS: number;
}

interface Locked {
  readonly version?: string;
  readonly license?: string;
  /** `sha512-` and base64 */
  readonly integrity?: string;
}

const licensesOf = (license: string): readonly object[] =>
  /^[\w.+-]+$/u.test(license) ? [{ license: { id: license } }] : [{ expression: license }];

const component = (path: string, { version, license, integrity }: Locked) => {
  const name = path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
  if (version === undefined || license === undefined)
    throw new Error(`package-lock.json says no version or licence of ${path}`);
  const purl = `pkg:npm/${name.replace("@", "%40")}@${version}`;
  const [algorithm, digest = ""] = integrity?.split("-") ?? [];
  return {
    type: "library",
    "bom-ref": purl,
    name,
    version,
    purl,
    licenses: licensesOf(license),
    ...(algorithm === "sha512"
      ? { hashes: [{ alg: "SHA-512", content: Buffer.from(digest, "base64").toString("hex") }] }
      : {}),
  };
};

const nodeItself = (version: string) => ({
  type: "platform",
  "bom-ref": `pkg:generic/node@${version}`,
  name: "node",
  version,
  purl: `pkg:generic/node@${version}`,
  cpe: `cpe:2.3:a:nodejs:node.js:${version}:*:*:*:*:*:*:*`,
  licenses: [{ license: { id: "MIT" } }],
});

/** Throws where a package is not in the lock, or the lock says no licence of it. */
export const billOfMaterials = ({
  root,
  version,
  node,
  packages,
  epochS,
}: ReleaseParts): string => {
  const lock: { readonly packages: Readonly<Record<string, Locked>> } = JSON.parse(
    readFileSync(join(root, "package-lock.json"), "utf8"),
  );
  const components = packages.map((folder) => {
    const path = relative(root, folder);
    return component(path, lock.packages[path] ?? {});
  });
  // a package that lies in two folders is listed once
  const listed = new Map(components.map((one) => [one.purl, one]));
  const bill = {
    bomFormat: "CycloneDX",
    specVersion: "1.5",
    version: 1,
    metadata: {
      timestamp: new Date(epochS * 1_000).toISOString(),
      component: { type: "application", "bom-ref": "tallygate", name: "tallygate", version },
    },
    components: [nodeItself(node), ...listed.values()],
  };
  return `${JSON.stringify(bill, null, 1)}\n`;
};
