// docs/PROTOCOL.md out of the table: what a reader of the operations needs, in the words of the schemas themselves.
import { events, inputTopics, topics } from "./events.ts";
import type { Operation, Role } from "./operation.ts";
import { examples } from "./examples.ts";
import type { AnyExample } from "./examples/example.ts";
import { operationNames, operationOf, type OperationName } from "./operations.ts";
import { callRate, closeCodes, errorCodes, limits, protocolVersions, times } from "./wire.ts";

const letterOfRole: Readonly<Partial<Record<Role, string>>> = {
  kiosk: "K",
  cashier: "C",
  office: "O",
  technician: "T",
  integration: "I",
};

interface Schema {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly patternProperties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
}

/** The builder's schemas are JSON Schema; this is the part of it that the document speaks of. */
const schemaOf = (schema: object): Schema => JSON.parse(JSON.stringify(schema));

/** A schema the way a person writes it: `{account, amount: integer, channel?: "desk" | "kiosk"}`. */
export const shapeText = (schema: Schema): string => {
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined)
    return schema.enum.map((value) => JSON.stringify(value)).join(" \\| ");
  if (schema.anyOf !== undefined) return schema.anyOf.map(shapeText).join(" \\| ");
  if (schema.type === "array") return `[${shapeText(schema.items ?? {})}]`;
  const [named] = Object.values(schema.patternProperties ?? {});
  if (named !== undefined) return `{<name>: ${shapeText(named)}}`;
  if (schema.properties !== undefined) return objectText(schema);
  return schema.type ?? "any";
};

const objectText = ({ properties = {}, required = [] }: Schema): string => {
  const members = Object.entries(properties).map(([name, schema]) => {
    const optional = required.includes(name) ? "" : "?";
    const type = shapeText(schema);
    return type === "string" ? `${name}${optional}` : `${name}${optional}: ${type}`;
  });
  return `{${members.join(", ")}}`;
};

const whoText = ({ roles, staff, rights, simulation }: Operation): string => {
  if (simulation) return "any, simulation only";
  const letters = roles.flatMap((role) => letterOfRole[role] ?? []).join(" ");
  const employee = staff ? " + employee" : "";
  return `${letters}${employee}${rights.length === 0 ? "" : ` (${rights.join(" or ")})`}`;
};

/** What is only said to be there is printed as `…`; `{"$some": x}` is a list that holds x. */
const answerText = (expected: unknown): string =>
  JSON.stringify(expected, (_, value: unknown) => {
    if (typeof value !== "object" || value === null) return value;
    if ("$any" in value) return "…";
    return "$some" in value ? ["…", value.$some] : value;
  });

const exampleText = (example: AnyExample | undefined): readonly string[] => {
  if (example === undefined) return [];
  const { as = "test", params, result, refused } = example;
  const answer = refused === undefined ? `\`${answerText(result)}\`` : `refused \`${refused}\``;
  return [`- example (${as}): \`${JSON.stringify(params)}\` → ${answer}`];
};

const operationText = (name: OperationName): string => {
  const operation = operationOf(name);
  return [
    `### \`${name}\`${operation.keyed ? " \\*" : ""}`,
    "",
    operation.says,
    "",
    `- who: ${whoText(operation)}`,
    `- params: ${shapeText(schemaOf(operation.params))}`,
    `- result: ${shapeText(schemaOf(operation.result))}`,
    ...exampleText(examples[name]),
    "",
  ].join("\n");
};

const nounOf = (name: string): string => name.split(".")[0] ?? name;

const list = (values: Readonly<Record<string, number>>): string =>
  Object.entries(values)
    .map(([name, value]) => `${value} ${name}`)
    .join(" · ");

export const protocolDocument = (): string => {
  const nouns = Map.groupBy(operationNames, nounOf);
  return [
    "# The store protocol, operation by operation",
    "",
    "Made from `gateway/protocol` by `tests/gateway/protocol/documents.test.ts`; change the schemas, then run it with `-u`.",
    "JSON-RPC 2.0 on WebSocket `/rpc` (sub-protocol `tallygate`) and, one call a request, on `POST /rpc` with `Authorization: Bearer <token>`.",
    "Members without a type are strings. Money is an integer in minor units; there are no floats. `*` takes `key`, the caller's idempotency key,",

    "and answers a second call with the first result and `replay: true`. Params are closed, results may grow. Who may call what: ROLES.md; refusals: ERRORS.md.",
    "The examples are run against a real gateway by the tests: `@name` is an id from an answer before, `…` differs each time.",
    "",
    `- versions: ${protocolVersions.min} to ${protocolVersions.max}`,
    `- limits: frame ${limits.frame} bytes, ${limits.inflight} unanswered requests, ${limits.queue} events kept for a session; over the network ${callRate.perSecond} calls a second of a connection (${callRate.burst} at once)`,
    `- times: ${times.authenticate} ms to authenticate, ping every ${times.ping} ms (two misses end the connection), ${times.grace} ms grace for claims and visits`,
    `- close codes: ${list(closeCodes)}`,
    `- error codes: ${list(errorCodes)}`,
    "",
    ...[...nouns].flatMap(([noun, names]) => [`## ${noun}`, "", ...names.map(operationText)]),
    "## Events",
    "",
    "`event {seq, at, sentAt, topic, device?, data}`. Input events go to one station and are never coalesced; state events may be, to the newest.",
    "",
    "| topic | kind | data |",
    "|---|---|---|",
    ...topics.map(
      (topic) =>
        `| \`${topic}\` | ${inputTopics.has(topic) ? "input" : "state"} | ${shapeText(schemaOf(events[topic]))} |`,
    ),
    "",
  ].join("\n");
};
