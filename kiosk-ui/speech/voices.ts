// Which languages the house can speak: Mandarin and English for now; the others stay silent rather than wrong.

/** The voice for a page's language; undefined: none yet. */
export const voiceOf = (language: string): "cmn" | "en" | undefined =>
  language.startsWith("zh") ? "cmn" : language === "en" ? "en" : undefined;
