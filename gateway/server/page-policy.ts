// What a page may run and wear besides files of this gateway: the styles and scripts that stand in the page itself,
// each named by its hash. Knows nothing of what they do.
import { createHash } from "node:crypto";

/** The policy's word for a text: it is allowed to the letter, and nothing else. */
const hashed = (text: string): string =>
  `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

export interface Inline {
  readonly styles: readonly string[];
  readonly scripts: readonly string[];
}

/** The hashes of what stands in a page between its own tags. */
export const inlineOf = (page: string): Inline => ({
  styles: [...page.matchAll(/<style>([^]*?)<\/style>/g)].map(([, text = ""]) => hashed(text)),
  scripts: [...page.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([^]*?)<\/script>/g)].map(
    ([, text = ""]) => hashed(text),
  ),
});

/** A policy that allows these as well; without any it stays as it is. */
export const allowing = (policy: string, { styles, scripts }: Inline): string =>
  policy
    .replace("script-src 'self'", ["script-src 'self'", ...scripts].join(" "))
    .replace("style-src 'self'", ["style-src 'self'", ...styles].join(" "));
