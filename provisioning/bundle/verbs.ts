// `tallygate bundle key | make | show | open`: signed files for sticks, made where the key is, checked where they go.
import { createPrivateKey, generateKeyPairSync } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { openMachine } from "../machine.ts";
import { trustedNowMs } from "../site/kept-clock.ts";
import { machineIdOf, storeIdOf, takenIn } from "../site/store-facts.ts";
import { UsageError, type Verb } from "../verb.ts";
import { bundleRefusedInWords } from "./in-words.ts";
import { keyIdOf, readPublicKey, trustedKeys } from "./keys.ts";
import { bundleKinds, type BundleKind } from "./manifest.ts";
import { verifyBundle, unpackBundle } from "./verify.ts";
import { type BundleFacts, folderFiles, writeBundle } from "./write.ts";

const dayMs = 86_400_000;

export const bundleKey: Verb = {
  name: "bundle key",
  usage: "--out DIR",
  says: {
    zh: "生成签名密钥对；公钥放进各店的 /etc/tallygate/trust",
    en: "Makes a signing key pair; the public one goes into each store's /etc/tallygate/trust",
  },
  run: (args, { tell }) => {
    const { values } = parseArgs({ args: [...args], options: { out: { type: "string" } } });
    if (values.out === undefined)
      throw new UsageError({ zh: "请给出 --out。", en: "--out is needed." });
    const folder = resolve(values.out);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const pair = generateKeyPairSync("ed25519");
    const id = keyIdOf(pair.publicKey);
    const [keyFile, publicFile] = [join(folder, `${id}.key`), join(folder, `${id}.pem`)];
    const secret = pair.privateKey.export({ type: "pkcs8", format: "pem" });
    writeFileSync(keyFile, secret, { mode: 0o600, flag: "wx" });
    writeFileSync(publicFile, pair.publicKey.export({ type: "spki", format: "pem" }));
    tell({ id, keyFile, publicFile }, keyFile, publicFile);
    return Promise.resolve(0);
  },
};

const kindOf = (text: string | undefined): BundleKind => {
  const kind = bundleKinds.find((known) => known === text);
  if (kind === undefined)
    throw new UsageError({
      zh: `--kind 是 ${bundleKinds.join("、")} 之一。`,
      en: `--kind is one of ${bundleKinds.join(", ")}.`,
    });
  return kind;
};

const privateKeyIn = (file: string | undefined) => {
  const text = file !== undefined && existsSync(file) ? readFileSync(file, "utf8") : "";
  try {
    const key = createPrivateKey(text);
    if (key.asymmetricKeyType === "ed25519") return key;
  } catch {
    // said below, as for a key of another kind
  }
  throw new UsageError({
    zh: "--key 要一个 Ed25519 私钥文件。",
    en: "--key takes the file of an Ed25519 private key.",
  });
};

/** A passphrase never stands on a command line: it is read from a file. */
const passphraseIn = (file: string | undefined) =>
  file === undefined ? {} : { lock: { passphrase: readFileSync(file, "utf8").trim() } };

export const bundleMake: Verb = {
  name: "bundle make",
  usage:
    "--kind KIND --from DIR --key FILE --out FILE [--store ID] [--machine ID …] [--days N] [--revision N] [--version V] [--schema N] [--passphrase FILE]",
  says: { zh: "把文件夹做成签名的 .tgb", en: "Makes a signed bundle of a folder" },
  run: async (args, { tell }) => {
    const text = { type: "string" } as const;
    const { values } = parseArgs({
      args: [...args],
      options: {
        kind: text,
        from: text,
        key: text,
        out: text,
        store: text,
        days: text,
        revision: text,
        version: text,
        schema: text,
        passphrase: text,
        machine: { type: "string", multiple: true, default: [] },
      },
    });
    const { from, out, store, version, days, revision, schema } = values;
    if (
      from === undefined ||
      out === undefined ||
      !existsSync(from) ||
      !statSync(from).isDirectory()
    )
      throw new UsageError({
        zh: "请给出 --from 文件夹和 --out 文件。",
        en: "--from DIR and --out FILE are needed.",
      });
    const nowMs = Date.now();
    const facts: BundleFacts = {
      kind: kindOf(values.kind),
      ...(store === undefined ? {} : { store }),
      ...(values.machine.length === 0 ? {} : { machines: values.machine }),
      ...(days === undefined
        ? {}
        : { notAfter: new Date(nowMs + Number(days) * dayMs).toISOString() }),
      ...(revision === undefined ? {} : { revision: Number(revision) }),
      ...(version === undefined ? {} : { version }),
      ...(schema === undefined ? {} : { schema: Number(schema) }),
    };
    const file = resolve(out);
    const made = await writeBundle({
      file,
      facts,
      files: folderFiles(resolve(from)),
      key: privateKeyIn(values.key),
      nowMs,
      ...passphraseIn(values.passphrase),
    });
    const { kind, id } = made;
    const bytes = statSync(file).size;
    tell({ file, kind, id, bytes }, `${file}  ${kind} ${id}  ${Math.ceil(bytes / 1_000)} kB`);
    return 0;
  },
};

/** Keys of `--trust FILE`, else those of this machine. */
const readAsked = (args: readonly string[]) => {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      trust: { type: "string", multiple: true, default: [] },
      data: { type: "string" },
      out: { type: "string" },
      passphrase: { type: "string" },
    },
  });
  const [file] = positionals;
  if (file === undefined || !existsSync(file))
    throw new UsageError({ zh: "请给出 .tgb 文件。", en: "Which bundle?" });
  const machine = openMachine(values.data === undefined ? {} : { data: values.data });
  const given = values.trust.flatMap((path) => readPublicKey(readFileSync(path, "utf8")) ?? []);
  const trusted = given.length > 0 ? given : trustedKeys(machine);
  const store = storeIdOf(machine);
  const expected = {
    kinds: bundleKinds,
    trusted,
    nowMs: trustedNowMs(machine),
    machine: machineIdOf(machine),
    used: takenIn(machine).used,
    ...(store === undefined ? {} : { store }),
  };
  return { file, values, expected };
};

export const bundleShow: Verb = {
  name: "bundle show",
  usage: "FILE [--trust KEY.pem …] [--data DIR]",
  says: { zh: "验证并说明一个 .tgb", en: "Verifies a bundle and says what it is" },
  run: async (args, speech) => {
    const { file, expected } = readAsked(args);
    try {
      const { manifest, keyId } = await verifyBundle(file, expected);
      const facts = { ...manifest, signedBy: keyId };
      speech.tell(facts, JSON.stringify(facts, null, 1));
      return 0;
    } catch (error) {
      return bundleRefusedInWords(error, speech);
    }
  },
};

export const bundleOpen: Verb = {
  name: "bundle open",
  usage: "FILE --out DIR [--passphrase FILE] [--trust KEY.pem …] [--data DIR]",
  says: { zh: "验证并解开一个 .tgb", en: "Verifies a bundle and unpacks it" },
  run: async (args, speech) => {
    const { file, values, expected } = readAsked(args);
    const folder = resolve(values.out ?? basename(file, ".tgb"));
    if (existsSync(folder))
      throw new UsageError({ zh: `${folder} 已存在。`, en: `${folder} exists already.` });
    try {
      const bundle = await verifyBundle(file, expected);
      const { lock } = passphraseIn(values.passphrase);
      await unpackBundle(bundle, folder, lock);
      const { files } = bundle.manifest.payload;
      speech.tell({ folder, files }, `${folder}  ${files}`);
      return 0;
    } catch (error) {
      return bundleRefusedInWords(error, speech);
    }
  },
};
