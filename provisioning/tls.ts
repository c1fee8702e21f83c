// `tallygate tls show | renew | kit`: the store's CA and certificate, and what makes other machines trust them.
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { ConfigError } from "../gateway/config.ts";
import { askDesk } from "../gateway/server/tls/ask-desk.ts";
import { lanText, readLanNames } from "../gateway/server/tls/lan-names.ts";
import {
  leafOf,
  namesFile,
  readIfThere,
  rootFile,
  servingFile,
} from "../gateway/server/tls/tls-files.ts";
import { fingerprintOf, trustKit } from "../gateway/server/tls/trust-kit.ts";
import { UsageError, type Speech, type Verb } from "./verb.ts";

interface Asked {
  readonly dir: string;
  readonly lan: string;
  readonly out: string;
  readonly port: number;
  readonly force: boolean;
}

const read = (args: readonly string[]): Asked => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      data: { type: "string", default: "./var" },
      lan: { type: "string" },
      out: { type: "string", default: "./trust" },
      port: { type: "string", default: "8443" },
      force: { type: "boolean", default: false },
    },
  });
  const dir = resolve(values.data);
  const lan =
    values.lan === undefined
      ? readIfThere(namesFile(dir))?.trim()
      : lanText(readLanNames(values.lan));
  if (lan === undefined)
    throw new UsageError({
      zh: "这家店还没有证书：请用 --lan 给出名称和地址。",
      en: "This store has no certificate yet: give its names and addresses with --lan.",
    });
  return { dir, lan, out: resolve(values.out), port: Number(values.port), force: values.force };
};

const present = ({ dir }: Asked): { readonly root: string; readonly serving: string } => {
  const [root, serving] = [readIfThere(rootFile(dir)), readIfThere(servingFile(dir))];
  if (root === undefined || serving === undefined)
    throw new UsageError({
      zh: "这家店还没有证书：先运行 tallygate tls renew --lan …。",
      en: "This store has no certificate yet: run tallygate tls renew --lan … first.",
    });
  return { root, serving };
};

const sayState = (asked: Asked, { language, tell }: Speech): void => {
  const { root, serving } = present(asked);
  const leaf = leafOf(serving);
  const until = new Date(leaf.notAfterMs).toISOString();
  const says =
    language === "zh"
      ? { ca: "本店 CA", names: "名称", leaf: "证书", until: "有效至" }
      : { ca: "store CA", names: "names", leaf: "certificate", until: "valid to" };
  const ca = fingerprintOf(root);
  tell(
    { caSha256: ca, names: asked.lan, certificateSha256: leaf.fingerprint, validTo: until },
    `${says.ca}: SHA-256 ${ca}`,
    `${says.names}: ${asked.lan}`,
    `${says.leaf}: SHA-256 ${leaf.fingerprint}`,
    `${says.until}: ${until}`,
  );
};

/** What the desk says no to is the caller's mistake: a sentence, exit code 2. */
const asUsage = (error: unknown): never => {
  if (error instanceof ConfigError) throw new UsageError({ zh: error.message, en: error.message });
  throw error;
};

export const tlsShow: Verb = {
  name: "tls show",
  usage: "[--data DIR]",
  says: { zh: "显示本店 CA 与证书", en: "Shows the store's CA and certificate" },
  run: async (args, speech) => {
    sayState(read(args), speech);
    return 0;
  },
};

export const tlsRenew: Verb = {
  name: "tls renew",
  usage: "[--data DIR] [--lan NAME,ADDRESS[/BITS],…] [--force]",
  says: {
    zh: "需要时签发新证书（运行中的网关立即采用）",
    en: "Issues a certificate where it is due; a running gateway takes it up at once",
  },
  run: async (args, speech) => {
    const asked = read(args);
    await askDesk({ dir: asked.dir, lan: asked.lan, force: asked.force }).catch(asUsage);
    sayState(asked, speech);
    return 0;
  },
};

export const tlsKit: Verb = {
  name: "tls kit",
  usage: "[--data DIR] [--out DIR] [--port N]",
  says: {
    zh: "把信任包写到文件夹（例如 U 盘）",
    en: "Writes the trust kit to a folder, such as a stick",
  },
  run: async (args, { tell }) => {
    const asked = read(args);
    const { root } = present(asked);
    const kit = trustKit({ root, names: readLanNames(asked.lan), port: asked.port });
    mkdirSync(asked.out, { recursive: true });
    for (const { name, text } of kit) writeFileSync(join(asked.out, name), text);
    const files = kit.map(({ name }) => name);
    tell({ folder: asked.out, files }, `${asked.out}: ${files.join(", ")}`);
    return 0;
  },
};
