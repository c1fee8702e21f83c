// `tallygate upgrade | rollback | recover | releases`: another release, the one before, and what a cut left behind.
import { existsSync } from "node:fs";
import { parseArgs } from "node:util";
import { bundleRefusedInWords } from "../bundle/in-words.ts";
import { trustedKeys } from "../bundle/keys.ts";
import { verifyBundle } from "../bundle/verify.ts";
import { type Machine, openMachine } from "../machine.ts";
import { trustedNowMs } from "../site/kept-clock.ts";
import { machineIdOf, rememberBundle, storeIdOf, takenIn } from "../site/store-facts.ts";
import { type Language, UsageError, type Verb } from "../verb.ts";
import { compareVersions, isWhole, listReleases, releaseAt } from "./releases.ts";
import { systemdServices } from "./site.ts";
import { readTrial, type UpgradePhase, upgradePhases } from "./trial.ts";
import { withUpgradeHeld } from "./under-way.ts";
import { upgrade } from "./upgrade.ts";
import { isLeft, settle, type Settled, settleBooks, settleLinks, takeBack } from "./settle.ts";

const phaseWords: Readonly<Record<UpgradePhase, { readonly zh: string; readonly en: string }>> = {
  verified: { zh: "签名与用途无误", en: "signature and purpose are right" },
  unpacked: { zh: "已解开", en: "unpacked" },
  rehearsed: { zh: "已在账本副本上排演", en: "rehearsed on a copy of the books" },
  saved: { zh: "账本已留底", en: "the books are saved" },
  flipped: { zh: "已切换", en: "turned over" },
  trial: { zh: "试运行 60 秒，只看本机", en: "sixty seconds of trial, by what this machine sees" },
  kept: { zh: "确认采用", en: "kept" },
};

const words = {
  zh: {
    kept: "新版本在用",
    refused: "没有采用，什么都没改",
    back: "已退回，一笔账都没少",
    nothing: "没有什么要收尾",
    underWay: "正在升级，未作改动",
  },
  en: {
    kept: "the new release serves",
    refused: "not taken; nothing was changed",
    back: "taken back; not an entry is lost",
    nothing: "nothing to finish",
    underWay: "an upgrade is at work; it was left alone",
  },
} as const satisfies Record<Language, Record<string, string>>;

const read = (args: readonly string[]) => {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      downgrade: { type: "boolean", default: false },
      trial: { type: "string", default: "60" },
      part: { type: "string" },
      check: { type: "boolean", default: false },
      data: { type: "string" },
    },
  });
  const machine = openMachine(values.data === undefined ? {} : { data: values.data });
  return { ...values, words: positionals, machine };
};

const verified = async (machine: Machine, file: string, mayGoBack: boolean) => {
  const store = storeIdOf(machine);
  const bundle = await verifyBundle(file, {
    kinds: ["release"],
    trusted: trustedKeys(machine),
    nowMs: trustedNowMs(machine),
    machine: machineIdOf(machine),
    ...(store === undefined ? {} : { store }),
    ...(takenIn(machine).revisions.release === undefined
      ? {}
      : { revision: takenIn(machine).revisions.release }),
  });
  const [version, current] = [bundle.manifest.version ?? "", releaseAt(machine, "current") ?? ""];
  if (!mayGoBack && current !== "" && compareVersions(version, current) < 0)
    throw new UsageError({
      zh: `${version} 比在用的 ${current} 旧；确要退回请加 --downgrade，或用 tallygate rollback。`,
      en: `${version} is older than ${current}: add --downgrade, or use tallygate rollback.`,
    });
  return bundle;
};

const trialMsOf = (text: string): number => {
  const seconds = Number(text);
  if (!Number.isInteger(seconds) || seconds < 1 || seconds > 600)
    throw new UsageError({ zh: "--trial 是 1 到 600 秒。", en: "--trial takes 1 to 600 seconds." });
  return seconds * 1_000;
};

export const upgradeVerb: Verb = {
  name: "upgrade",
  usage: "BUNDLE.tgb [--trial SECONDS] [--downgrade]",
  says: {
    zh: "升级：验签、排演、留底、切换、试运行；有一处不对就自动退回",
    en: "Upgrades: verified, rehearsed, saved, turned, tried; taken back by itself where anything is wrong",
  },
  run: async (args, speech) => {
    const {
      words: [file],
      machine,
      downgrade,
      trial,
    } = read(args);
    if (file === undefined || !existsSync(file))
      throw new UsageError({ zh: "请给出版本包 .tgb。", en: "Which bundle?" });
    const { language } = speech;
    try {
      const bundle = await verified(machine, file, downgrade);
      const outcome = await upgrade(
        {
          machine,
          services: systemdServices(machine),
          trialMs: trialMsOf(trial),
          tell: (phase) => {
            const step = `${upgradePhases.indexOf(phase) + 1}/${upgradePhases.length}`;
            speech.tell({ phase }, `[${step}] ${phaseWords[phase][language]}`);
          },
        },
        bundle,
      );
      if (outcome.outcome === "kept") rememberBundle(machine, bundle.manifest);
      const sentence = {
        kept: words[language].kept,
        refused: words[language].refused,
        rolledBack: words[language].back,
      }[outcome.outcome];
      speech.tell(
        outcome,
        outcome.outcome === "kept"
          ? `✓ ${outcome.to}: ${sentence}`
          : `✕ ${sentence}: ${outcome.why}`,
      );
      return outcome.outcome === "kept" ? 0 : 1;
    } catch (error) {
      return bundleRefusedInWords(error, speech);
    }
  },
};

export const rollback: Verb = {
  name: "rollback",
  usage: "",
  says: { zh: "退回上一版本，账目全部保留", en: "Back to the release before, with every entry" },
  run: async (args, speech) => {
    const { machine } = read(args);
    const [from, to] = [releaseAt(machine, "previous"), releaseAt(machine, "current")];
    if (from === undefined || to === undefined || from === to || !isWhole(machine, from))
      throw new UsageError({ zh: "没有上一版本可退。", en: "There is no release to go back to." });
    const startedMs = machine.nowMs();
    const trial = { from, to, startedMs, trialMs: 0, phase: "trial" } as const;
    const restored = await withUpgradeHeld(machine, () =>
      takeBack({ machine, services: systemdServices(machine) }, trial),
    );
    if (restored === undefined)
      throw new UsageError({
        zh: "正在升级，请等它结束。",
        en: "An upgrade is at work: wait for its end.",
      });
    speech.tell(
      { outcome: "rolledBack", restored },
      `${restored.version}: ${words[speech.language].back}`,
    );
    return 0;
  },
};

/** `part` is for the units, which have the rights of one half each. */
const settlePart = (machine: Machine, part: string | undefined): Promise<Settled> => {
  if (part === undefined) return settle({ machine, services: systemdServices(machine) });
  if (part === "books") return settleBooks(machine);
  if (part === "links") return settleLinks(machine);
  throw new UsageError({ zh: "--part 是 books 或 links。", en: "--part is books or links." });
};

export const recover: Verb = {
  name: "recover",
  usage: "[--check] [--part books|links]",
  says: {
    zh: "收尾：中断的升级要么确认，要么退回（开机时自动运行）",
    en: "Finishes what a cut left: an upgrade is kept or taken back (run by itself at boot)",
  },
  run: async (args, speech) => {
    const { machine, part, check } = read(args);
    // asked by the unit before it stops the store for its half
    if (check) {
      const isUnfinished = await isLeft(machine);
      speech.tell({ isUnfinished });
      return isUnfinished ? 0 : 1;
    }
    const done = await settlePart(machine, part);
    const sentence =
      done.did === "nothing" || done.did === "underWay"
        ? words[speech.language][done.did]
        : `${done.did}: ${done.version ?? ""}`;
    speech.tell(done, sentence);
    return 0;
  },
};

export const releases: Verb = {
  name: "releases",
  usage: "",
  says: { zh: "列出本机的版本", en: "Lists the releases on this machine" },
  run: (args, speech) => {
    const { machine } = read(args);
    const links = ["current", "previous"] as const;
    const facts = {
      releases: listReleases(machine),
      current: releaseAt(machine, "current"),
      previous: releaseAt(machine, "previous"),
      upgrade: readTrial(machine),
    };
    const named = links.map((link) => `${link}: ${facts[link] ?? "–"}`).join("   ");
    speech.tell(facts, `${facts.releases.join(" ")}\n${named}`);
    return Promise.resolve(0);
  },
};
