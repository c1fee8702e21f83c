// The table of operations as other people's tools read it, and its own good order.
import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import { operationNames, operationOf } from "../../../gateway/protocol/operations.ts";
import { openRpcOf } from "../../../gateway/server/open-rpc.ts";

const metaSchema: Record<string, unknown> = JSON.parse(
  readFileSync(new URL("openrpc.meta-schema.json", import.meta.url), "utf8"),
);
const { $schema: _dialect, ...metaSchema7 } = metaSchema;

test("openrpc.json is a valid OpenRPC document", () => {
  const ajv = new Ajv({ strict: false, logger: false });
  // what a JSON Schema inside is, ajv itself checks below, schema by schema
  const anySchema = { properties: { $ref: { type: "string" } } };
  const definitions = { JSONSchemaObject: anySchema };
  ajv.addSchema({
    $id: "https://meta.json-schema.tools/",
    type: ["object", "boolean"],
    definitions,
  });
  ajv.addSchema({ $id: "https://meta.json-schema.tools", type: ["object", "boolean"] });
  const isValid = ajv.compile(metaSchema7);
  const document: unknown = JSON.parse(JSON.stringify(openRpcOf("1.2.3")));
  expect(isValid(document), JSON.stringify(isValid.errors?.slice(0, 3))).toBe(true);
  const broken = { ...(document as object), methods: [{ name: 7 }] };
  expect(isValid(broken)).toBe(false);
});

describe("every operation", () => {
  test.each(operationNames)("%s", (name) => {
    const { says, params, result, keyed, roles } = operationOf(name);
    const shape: { additionalProperties?: boolean; required?: string[] } = { ...params };
    expect(name).toMatch(/^[a-z]+(\.[a-z]+)*\.[a-zA-Z]+$/);
    expect(says).toMatch(/^[A-Z].*\.$/);
    expect(roles.length).toBeGreaterThan(0);
    expect(shape.additionalProperties).toBe(false);
    if (name !== "key.get") expect(shape.required?.includes("key") ?? false).toBe(keyed);
    const ajv = new Ajv({ strict: false, logger: false });
    expect(() => ajv.compile(JSON.parse(JSON.stringify(params)))).not.toThrow();
    expect(() => ajv.compile(JSON.parse(JSON.stringify(result)))).not.toThrow();
  });
});

test("no operation takes a fraction: there are no floats in the protocol", () => {
  const params = JSON.stringify(operationNames.map((name) => operationOf(name).params));
  expect(params.includes('"type":"number"')).toBe(false);
});
