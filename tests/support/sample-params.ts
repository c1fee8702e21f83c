// Params made out of an operation's own schema: the least that fits, and every place where a text can stand.
type Schema = Readonly<Record<string, unknown>>;
type Json = unknown;

const isSchema = (value: unknown): value is Schema => typeof value === "object" && value !== null;
const schemasOf = (value: unknown): readonly Schema[] =>
  Array.isArray(value) ? value.filter(isSchema) : [];
const propertiesOf = (schema: Schema): Readonly<Record<string, Schema>> =>
  (schema["properties"] as Readonly<Record<string, Schema>> | undefined) ?? {};

const texts = [
  "x",
  "1234",
  "123456",
  "2024-03-11",
  "2024-03-11T10:00:00+08:00",
  "CNY",
  "https://pms.example/hook",
  "x".repeat(43),
];

const fitsText = (schema: Schema, text: string): boolean => {
  const { minLength, maxLength, pattern } = schema;
  return (
    text.length >= Number(minLength ?? 0) &&
    text.length <= Number(maxLength ?? Infinity) &&
    (typeof pattern !== "string" || new RegExp(pattern, "u").test(text))
  );
};

/** The least value that a schema takes. */
export const sampleOf = (schema: Schema): Json => {
  if (schema["const"] !== undefined) return schema["const"];
  if (Array.isArray(schema["enum"])) return schema["enum"][0];
  const [first] = schemasOf(schema["anyOf"]);
  if (first !== undefined) return sampleOf(first);
  switch (schema["type"]) {
    case "string":
      return texts.find((text) => fitsText(schema, text)) ?? "";
    case "integer":
    case "number":
      return Math.max(1, Number(schema["minimum"] ?? 1));
    case "boolean":
      return true;
    case "array":
      return Number(schema["minItems"] ?? 0) > 0 ? [sampleOf(schema["items"] as Schema)] : [];
    case "object": {
      const required = (schema["required"] as readonly string[] | undefined) ?? [];
      const members = propertiesOf(schema);
      return Object.fromEntries(required.map((name) => [name, sampleOf(members[name] ?? {})]));
    }
    default:
      return null;
  }
};

/** Values that fit, each with the text at another place: optional members, lists and free records too. */
export const withTextEverywhere = (schema: Schema, text: string): readonly Json[] => {
  const variants = schemasOf(schema["anyOf"]);
  if (variants.length > 0) return variants.flatMap((variant) => withTextEverywhere(variant, text));
  if (schema["const"] !== undefined || schema["enum"] !== undefined) return [];
  switch (schema["type"]) {
    case "string":
      return fitsText(schema, text) ? [text] : [];
    case "array":
      return isSchema(schema["items"])
        ? withTextEverywhere(schema["items"], text).map((item) => [item])
        : [];
    case "object": {
      const least = sampleOf(schema) as object;
      const named = Object.entries(propertiesOf(schema)).flatMap(([name, member]) =>
        withTextEverywhere(member, text).map((value) => ({ ...least, [name]: value })),
      );
      const isFree = schema["patternProperties"] !== undefined;
      return isFree ? [{ note: text }, { deep: [{ note: `a ${text} b` }] }] : named;
    }
    default:
      return [];
  }
};
