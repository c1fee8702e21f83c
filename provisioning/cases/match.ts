// Does an answer hold what was expected? Objects by the named members, arrays element by element and of
// equal length, everything else equal without conversion. Four matchers start with `$`.

type Members = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Members =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const shown = (value: unknown): string => {
  const text = value === undefined ? "nothing" : JSON.stringify(value);
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
};

const unlike = (at: string, expected: unknown, actual: unknown): readonly string[] => [
  `${at === "" ? "/" : at}: expected ${shown(expected)}, got ${shown(actual)}`,
];

interface At {
  readonly at: string;
  readonly actual: unknown;
}

/** Each takes the matcher's argument; answers what is wrong. */
const matchers: Readonly<Record<string, (argument: unknown, found: At) => readonly string[]>> = {
  $some: (argument, { at, actual }) =>
    Array.isArray(actual) && actual.some((item) => mismatches(argument, item).length === 0)
      ? []
      : unlike(at, { $some: argument }, actual),
  $none: (argument, { at, actual }) =>
    actual === undefined ||
    (Array.isArray(actual) && !actual.some((item) => mismatches(argument, item).length === 0))
      ? []
      : unlike(at, { $none: argument }, actual),
  $absent: (argument, { at, actual }) =>
    (actual === undefined) === (argument === true) ? [] : unlike(at, { $absent: argument }, actual),
  $any: (_, { at, actual }) => (actual === undefined ? unlike(at, { $any: true }, actual) : []),
};

/** What is wrong, one line each with the JSON pointer; nothing when the answer fits. */
export const mismatches = (expected: unknown, actual: unknown, at = ""): readonly string[] => {
  if (Array.isArray(expected)) {
    if (!Array.isArray(actual) || actual.length !== expected.length) {
      return unlike(at, expected, actual);
    }
    return expected.flatMap((item, index) => mismatches(item, actual[index], `${at}/${index}`));
  }
  if (!isObject(expected)) return Object.is(expected, actual) ? [] : unlike(at, expected, actual);
  const names = Object.keys(expected);
  const [only = ""] = names;
  const matcher = names.length === 1 && Object.hasOwn(matchers, only) ? matchers[only] : undefined;
  if (matcher !== undefined) return matcher(expected[only], { at, actual });
  if (!isObject(actual)) return unlike(at, expected, actual);
  return names.flatMap((name) => mismatches(expected[name], actual[name], `${at}/${name}`));
};

/** The value a JSON pointer (RFC 6901) leads to; undefined where it leads nowhere. */
export const atPointer = (value: unknown, pointer: string): unknown =>
  pointer
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"))
    .reduce<unknown>((found, part) => {
      if (Array.isArray(found)) return found[Number(part)] as unknown;
      return isObject(found) && Object.hasOwn(found, part) ? found[part] : undefined;
    }, value);

/** A name that no step has saved. */
export class UnsavedName extends Error {
  constructor(name: string) {
    super(`@${name} was never saved`);
    this.name = "UnsavedName";
  }
}

/** Puts saved values in place of `@name`; `@@` stands for one `@`. Throws UnsavedName. */
export const withSaved = (value: unknown, saved: ReadonlyMap<string, unknown>): unknown => {
  if (typeof value === "string" && value.startsWith("@")) {
    if (value.startsWith("@@")) return value.slice(1);
    const name = value.slice(1);
    if (!saved.has(name)) throw new UnsavedName(name);
    return saved.get(name);
  }
  if (Array.isArray(value)) return value.map((item) => withSaved(item, saved));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, withSaved(item, saved)]),
  );
};
