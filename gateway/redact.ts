// Takes out of text whatever could be a person or a secret. It would rather lose a useful word than keep a name.

const left = "▒";

/** In this order: what is found first is not looked at again. */
const patterns: readonly (readonly [RegExp, string])[] = [
  // PEM blocks
  [/-----BEGIN [^-]+-----[\s\S]*?(?:-----END [^-]+-----|$)/gu, left],
  // addresses of mail
  [/[\p{L}\p{N}._%+-]+@[\p{L}\p{N}.-]+/gu, left],
  // pairing codes, in both ways they are written
  [/\b[0-9A-HJKMNP-TV-Z]{4}-?[0-9A-HJKMNP-TV-Z]{4}\b/gu, left],
  // hex and base64 of keys, tokens, hashes, identifiers of cards
  [/[0-9a-fA-F]{8,}/gu, left],
  [/[A-Za-z0-9_+/-]{20,}={0,2}/gu, left],
  // numbers of phones, cards, identity: six digits and more, also with spaces or hyphens between
  [/\+?\d(?:[ -]?\d){5,}[Xx]?/gu, left],
  // names and addresses as they are written in Chinese, Japanese, Korean and Arabic
  [
    /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Arabic}·]+/gu,
    left,
  ],
];

/** Numbers that are no person's: instants and addresses of machines stay readable. */
const kept =
  /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?|\b\d{1,3}(?:\.\d{1,3}){3}\b|(?:\/[\w.@-]+)+\.[jt]s:\d+:\d+/gu;

const redactPiece = (text: string): string =>
  patterns.reduce((rest, [pattern, put]) => rest.replace(pattern, put), text);

/** A sentence of the system's own; never for text of ours that was not made for it. */
export const redact = (text: string): string => {
  const stays = [...text.matchAll(kept)];
  let at = 0;
  let out = "";
  for (const match of stays) {
    out += redactPiece(text.slice(at, match.index)) + match[0];
    at = match.index + match[0].length;
  }
  return out + redactPiece(text.slice(at));
};

/** Fields of our log lines that hold codes, counts and times; every other field is left out by name. */
const plainFields: ReadonlySet<string> = new Set([
  "level",
  "time",
  "msg",
  "op",
  "outcome",
  "tookMs",
  "role",
  "local",
  "entries",
  "code",
  "kind",
  "refused",
  "given",
  "notAfter",
  "probe",
  "signal",
  "place",
  "ended",
  "attempts",
]);

const frame = /^\s+at .+$/u;

/** Of an error its class, code and the places in our programs; its message may quote somebody. */
const redactError = (error: object): Readonly<Record<string, unknown>> => {
  const textOf = (name: string): string => {
    const value: unknown = Reflect.get(error, name);
    return typeof value === "string" ? value : "";
  };
  const frames = textOf("stack")
    .split("\n")
    .filter((line) => frame.test(line))
    .slice(0, 12)
    .map((line) => redact(line.trim()));
  return {
    type: redact(textOf("type")),
    code: redact(textOf("code")),
    frames,
  };
};

/** One line of the gateway's or the host's log; undefined for what is no log line of ours. */
export const redactLogLine = (line: string): Readonly<Record<string, unknown>> | undefined => {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const fields = Object.entries(value).flatMap(
    ([name, field]: [string, unknown]): [string, unknown][] => {
      if (name === "err" && typeof field === "object" && field !== null)
        return [[name, redactError(field)]];
      if (!plainFields.has(name)) return [];
      if (typeof field === "number" || typeof field === "boolean") return [[name, field]];
      return typeof field === "string" ? [[name, redact(field)]] : [];
    },
  );
  return Object.fromEntries(fields);
};
