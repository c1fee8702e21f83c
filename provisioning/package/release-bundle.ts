// A release as a signed bundle: `node provisioning/package/release-bundle.ts --key FILE --out FILE [--node BINARY]`.
// The same files as the package brings to /opt/tallygate/releases/<version>, for `tallygate upgrade`.
import { createPrivateKey, type KeyObject } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { schemaVersion } from "../../gateway/store/schema.ts";
import { folderFiles, writeBundle } from "../bundle/write.ts";
import { layOut } from "./stage.ts";

const root = join(import.meta.dirname, "..", "..");

/** Signs a release folder that is laid out already. */
export const sealRelease = async (ask: {
  readonly folder: string;
  readonly version: string;
  readonly key: KeyObject;
  readonly out: string;
  /** larger, and made at once: for tests */
  readonly quick?: boolean;
}): Promise<void> => {
  await writeBundle({
    file: ask.out,
    facts: { kind: "release", version: ask.version, schema: schemaVersion },
    files: folderFiles(ask.folder),
    key: ask.key,
    nowMs: Date.now(),
    ...(ask.quick === true ? { level: 1 } : {}),
  });
};

if (import.meta.main) {
  const { values } = parseArgs({
    options: { key: { type: "string" }, out: { type: "string" }, node: { type: "string" } },
  });
  const { version }: { readonly version: string } = JSON.parse(
    readFileSync(join(root, "package.json"), "utf8"),
  );
  const stage = mkdtempSync(join(tmpdir(), "tallygate-release-"));
  try {
    const key = createPrivateKey(readFileSync(values.key ?? "", "utf8"));
    layOut({ root, version, stage, node: values.node ?? process.execPath });
    const out = resolve(values.out ?? `tallygate-${version}.tgb`);
    await sealRelease({
      folder: join(stage, "opt/tallygate/releases", version),
      version,
      key,
      out,
    });
    process.stdout.write(`${out}\n`);
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
}
