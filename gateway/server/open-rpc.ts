// GET /openrpc.json: the table of operations as an OpenRPC document, made from the very schemas that check.
import { operationNames, operationOf, type OperationName } from "../protocol/operations.ts";
import { refusalTable } from "../refusals.ts";
import { errorCodes } from "../protocol/wire.ts";

const errors = [
  { code: errorCodes.refusal, message: "refused: data.code says why" },
  { code: errorCodes.params, message: "invalid params: data.at points at the misfit" },
];

export const openRpcOf = (build: string): object => ({
  openrpc: "1.3.2",
  info: {
    title: "Tallygate store protocol",
    version: build,
    description: `JSON-RPC 2.0 over WebSocket /rpc and POST /rpc. Refusals: ${Object.keys(refusalTable).join(", ")}.`,
    license: { name: "proprietary" },
  },
  methods: operationNames.map(methodOf),
});

const methodOf = (name: OperationName): object => {
  const { says, params, result, roles, keyed, staff, simulation } = operationOf(name);
  const shape: { properties?: Record<string, object>; required?: readonly string[] } = {
    ...plainJson(params),
  };
  const required = new Set(shape.required ?? []);
  return {
    name,
    summary: says,
    paramStructure: "by-name",
    params: Object.entries(shape.properties ?? {}).map(([param, schema]) => ({
      name: param,
      required: required.has(param),
      schema,
    })),
    result: { name: "result", schema: plainJson(result) },
    errors,
    "x-roles": roles,
    "x-keyed": keyed,
    "x-staff": staff,
    ...(simulation ? { "x-simulation": true } : {}),
  };
};

/** Schemas as plain JSON Schema, without the builder's own marks. */
const plainJson = (schema: object): object => JSON.parse(JSON.stringify(schema));
