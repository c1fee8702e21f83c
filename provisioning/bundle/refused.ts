// Why a bundle is not taken in: a closed list, each with its sentence.
import type { Says } from "../verb.ts";

const sentences = {
  not_a_bundle: {
    zh: "这不是 Tallygate 的 .tgb 文件，或已不完整。",
    en: "This is no Tallygate bundle, or not all of one.",
  },
  signature: {
    zh: "签名不是本机信任的密钥所签。",
    en: "It is not signed by a key this machine trusts.",
  },
  altered: {
    zh: "内容被改动，或没有复制完。",
    en: "Its contents were changed, or not copied to the end.",
  },
  kind: { zh: "这个包是别的用途。", en: "This bundle is for another purpose." },
  other_store: { zh: "这个包是给另一家店的。", en: "This bundle is for another store." },
  other_machine: { zh: "这个包不是给这台机器的。", en: "This bundle is not for this machine." },
  not_yet: { zh: "这个包还没到生效时间。", en: "This bundle is not valid yet." },
  expired: { zh: "这个包已过期。", en: "This bundle has expired." },
  older: {
    zh: "本机已有更新的版本，不会退回旧的。",
    en: "This machine has a newer one; it never goes back.",
  },
  used: { zh: "这个包在本机已用过一次。", en: "This machine has taken this bundle in before." },
  locked: { zh: "口令或密钥不对。", en: "The passphrase or key is another one." },
  contents: { zh: "包内文件的结构不合规定。", en: "What is inside is not laid out as it must be." },
} as const satisfies Record<string, Says>;

export type BundleRefusal = keyof typeof sentences;

/** Nothing of the bundle has been used. */
export class BundleRefused extends Error {
  readonly code: BundleRefusal;
  readonly retryable = false;
  readonly says: Says;

  constructor(code: BundleRefusal, cause?: unknown) {
    super(sentences[code].en, cause === undefined ? {} : { cause });
    this.name = "BundleRefused";
    this.code = code;
    this.says = sentences[code];
  }
}
