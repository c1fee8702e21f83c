// `tallygate ledger verify` and `rebuild`: chain, numbers, Σ = 0 per unit, balances, signatures; and every entity
// made again from the journal.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { shortCode } from "../../gateway/ledger/short-code.ts";
import { auditStore } from "../../gateway/store/audit.ts";
import { auditCheckpoints } from "../../gateway/store/checkpoints.ts";
import type { Domain } from "../../gateway/store/options.ts";
import { rebuild, type Rebuilt } from "../../gateway/store/rebuild.ts";
import type { Says, Speech, Verb } from "../verb.ts";
import { withBooks, type Books } from "./books.ts";

export const createVerify = (domain: Domain): Verb => ({
  name: "ledger verify",
  usage: "[--data DIR] [--signer FINGERPRINT]",
  says: {
    zh: "核对账本：链、编号、借贷平衡、余额、签名，并由流水重建全部状态",
    en: "Proves the books: chain, numbers, sums, balances, signatures, and all state rebuilt",
  },
  run: (args, speech) =>
    withBooks(args, ["signer"], async (books) => {
      const { database, storeId, options } = books;
      const audit = await auditStore(database, storeId);
      const signed = await auditCheckpoints(database, storeId, {
        signaturesMax: Infinity,
        ...(options["signer"] === undefined ? {} : { trusted: [options["signer"]] }),
      });
      const rebuilt = await rebuildAside(books, domain);
      const { line } = speech;
      line(`store     ${storeId}`);
      line(`entries   ${audit.entries}, epoch ${audit.epoch}`);
      line(`head      ${audit.head} (${shortCode(audit.head)})`);
      line(`signed    ${signed.checkpoints} checkpoints, the last at entry ${signed.signedUpTo}`);
      line(`rebuilt   ${rebuilt.entities} entities`);
      for (const [unit, sum] of Object.entries(audit.trialBalance)) {
        line(`sum       ${sum} ${unit}`);
      }
      return conclude(
        new Set([...audit.findings, ...signed.findings, ...rebuilt.findings]),
        speech,
      );
    }),
});

export const createRebuild = (domain: Domain): Verb => ({
  name: "ledger rebuild",
  usage: "[--data DIR]",
  says: {
    zh: "由流水重建全部状态，并与现状逐项比较（不改动任何数据）",
    en: "Rebuilds all state from the journal and compares it with the live one; changes nothing",
  },
  run: (args, speech) =>
    withBooks(args, [], async (books) => {
      const { entries, entities, findings } = await rebuildAside(books, domain);
      speech.line(`entries   ${entries}`);
      speech.line(`rebuilt   ${entities} entities`);
      return conclude(new Set(findings), speech);
    }),
});

const whole: Says = { zh: "账本完整无误。", en: "The books are whole." };

const conclude = (findings: ReadonlySet<string>, { language, line }: Speech): number => {
  for (const finding of findings) line(`FINDING   ${finding}`);
  const not: Says = { zh: `发现 ${findings.size} 处问题。`, en: `${findings.size} findings.` };
  line((findings.size === 0 ? whole : not)[language]);
  return findings.size === 0 ? 0 : 1;
};

const rebuildAside = async (books: Books, domain: Domain): Promise<Rebuilt> => {
  const folder = await mkdtemp(join(tmpdir(), "tallygate-rebuild-"));
  try {
    return await rebuild(books.database, domain, join(folder, "rebuilt.db"));
  } finally {
    await rm(folder, { recursive: true });
  }
};
