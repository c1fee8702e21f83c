// The certificate desk: a process that lives for one errand. It alone reads the CA's key; it makes the root once,
// renews the leaf when two thirds of its life are over or the names have changed, says what it did, and ends.
import { parseArgs } from "node:util";
import { ConfigError } from "../../config.ts";
import { readCredential } from "../access/credential.ts";
import { readIdentity } from "../store-identity.ts";
import { constraintsIn, createRoot, isKeyOf, issueLeaf, rootKeys } from "./authority.ts";
import { type LanNames, lanText, readLanNames } from "./lan-names.ts";
import { constraintsOf } from "./name-constraints.ts";
import { leafOf, namesFile, readIfThere, rootFile, servingFile, writeWhole } from "./tls-files.ts";

interface Errand {
  /** data folder */
  readonly dir: string;
  readonly names: LanNames;
  readonly nowMs: number;
  /** a new leaf even if the present one is still good */
  readonly force: boolean;
  readonly simulate: boolean;
}

/** What was done, as the one line of JSON the desk prints. */
interface Done {
  readonly root: "kept" | "made";
  readonly leaf: "kept" | "issued";
  readonly notAfter: string;
}

const runErrand = async ({ dir, names, nowMs, force, simulate }: Errand): Promise<Done> => {
  const keys = await rootKeys(readCredential(dir, "tls-ca"));
  const kept = readIfThere(rootFile(dir));
  if (kept !== undefined && !(await isKeyOf(kept, keys)))
    throw new ConfigError(
      "The key tls-ca does not belong to tls/ca.pem: one of them is another store's.",
    );
  if (kept !== undefined && !constraintsIn(kept).equals(constraintsOf(names)))
    throw new ConfigError(
      "The store CA is bound to other names or networks. Use those it was made for, or remove tls/ca.pem " +
        "to make another CA: every station has to trust that one anew.",
    );
  const store = readIdentity(dir, simulate).id;
  const root = kept ?? (await createRoot({ keys, names, store, nowMs }));
  if (kept === undefined) {
    writeWhole(namesFile(dir), `${lanText(names)}\n`);
    writeWhole(rootFile(dir), root);
  }
  const serving = kept === undefined ? undefined : readIfThere(servingFile(dir));
  const isGood = serving !== undefined && !force && isStillGood(serving, names, nowMs);
  const current = isGood ? serving : await issueLeaf({ root, keys, names, nowMs });
  if (!isGood) writeWhole(servingFile(dir), current);
  return {
    root: kept === undefined ? "made" : "kept",
    leaf: isGood ? "kept" : "issued",
    notAfter: new Date(leafOf(current).notAfterMs).toISOString(),
  };
};

const isStillGood = (serving: string, names: LanNames, nowMs: number): boolean => {
  const { subjectAltName, notBeforeMs, renewAtMs } = leafOf(serving);
  const wanted = names.dns.length + names.addresses.length;
  const has = (kind: string, name: string): boolean => subjectAltName.includes(`${kind}:${name}`);
  return (
    // one that was issued while the clock was ahead is refused by every browser
    nowMs >= notBeforeMs &&
    nowMs < renewAtMs &&
    subjectAltName.split(", ").length === wanted &&
    names.dns.every((name) => has("DNS", name)) &&
    names.addresses.every(({ address }) => address.includes(":") || has("IP Address", address))
  );
};

const main = async (): Promise<void> => {
  const { values } = parseArgs({
    options: {
      data: { type: "string" },
      lan: { type: "string" },
      now: { type: "string" },
      force: { type: "boolean" },
      simulate: { type: "boolean" },
    },
  });
  const { data, lan } = values;
  if (data === undefined || lan === undefined)
    throw new ConfigError("--data DIR and --lan NAMES are needed.");
  const done = await runErrand({
    dir: data,
    names: readLanNames(lan),
    nowMs: values.now === undefined ? Date.now() : Date.parse(values.now),
    force: values.force === true,
    simulate: values.simulate === true,
  });
  process.stdout.write(`${JSON.stringify(done)}\n`);
};

main().catch((error: unknown) => {
  const text = error instanceof ConfigError ? error.message : String(error);
  process.stderr.write(`${text}\n`);
  process.exitCode = error instanceof ConfigError ? 64 : 1;
});
