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
import type { Language, Says, Verb } from "../verb.ts";
import { sumLines, withBooks, type Books } from "./books.ts";

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
      const { entries, epoch, head, trialBalance } = audit;
      const { checkpoints, signedUpTo } = signed;
      const { entities } = rebuilt;
      const findings = [...new Set([...audit.findings, ...signed.findings, ...rebuilt.findings])];
      speech.tell(
        {
          store: storeId,
          entries,
          epoch,
          head,
          checkpoints,
          signedUpTo,
          entities,
          trialBalance,
          findings,
        },
        `store     ${storeId}`,
        `entries   ${entries}, epoch ${epoch}`,
        `head      ${head} (${shortCode(head)})`,
        `signed    ${checkpoints} checkpoints, the last at entry ${signedUpTo}`,
        `rebuilt   ${entities} entities`,
        ...sumLines(trialBalance),
        ...conclusion(findings, speech.language),
      );
      return findings.length === 0 ? 0 : 1;
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
      const rebuilt = await rebuildAside(books, domain);
      const { entries, entities } = rebuilt;
      const findings = [...new Set(rebuilt.findings)];
      speech.tell(
        { entries, entities, findings },
        `entries   ${entries}`,
        `rebuilt   ${entities} entities`,
        ...conclusion(findings, speech.language),
      );
      return findings.length === 0 ? 0 : 1;
    }),
});

const whole: Says = { zh: "账本完整无误。", en: "The books are whole." };

const conclusion = (findings: readonly string[], language: Language): readonly string[] => {
  const count = findings.length;
  const not: Says = { zh: `发现 ${count} 处问题。`, en: `${count} findings.` };
  return [
    ...findings.map((finding) => `FINDING   ${finding}`),
    (count === 0 ? whole : not)[language],
  ];
};

const rebuildAside = async (books: Books, domain: Domain): Promise<Rebuilt> => {
  const folder = await mkdtemp(join(tmpdir(), "tallygate-rebuild-"));
  try {
    return await rebuild(books.database, domain, join(folder, "rebuilt.db"));
  } finally {
    await rm(folder, { recursive: true });
  }
};
