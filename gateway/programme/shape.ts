// The shape of a programme file, checked against programme.schema.json itself. Compiles the schema once
// and so evaluates code: pages, which may not, never import this file.
import { Compile } from "typebox/schema";
import type { ProgrammeFile } from "./format.ts";
import schema from "./programme.schema.json" with { type: "json" };

/** The format as a JSON Schema (draft 2020-12), for editors and for other people's checkers. */
export const programmeSchema: object = schema;

const validator = Compile(programmeSchema);

/** A place in the file where the schema is broken. `at` is a JSON pointer. */
export interface ShapeFault {
  readonly at: string;
  readonly message: string;
}

export const isProgrammeFile = (file: unknown): file is ProgrammeFile => validator.Check(file);

const faultsMax = 100;

/** What the schema has against a value; empty when it is a programme file. */
export const shapeFaults = (file: unknown): readonly ShapeFault[] => {
  if (validator.Check(file)) return [];
  const [, errors] = validator.Errors(file);
  return errors
    .filter((error) => error.keyword !== "boolean" && error.keyword !== "anyOf")
    .slice(0, faultsMax)
    .map((error) => {
      const extra: unknown = Reflect.get(error.params, "additionalProperties");
      const names = Array.isArray(extra) ? extra.map(String) : [];
      const [name] = names;
      const allowed: unknown = Reflect.get(error.params, "allowedValues");
      const values = Array.isArray(allowed) ? `: ${allowed.join(", ")}` : "";
      return name === undefined
        ? { at: error.instancePath, message: `${error.message}${values}` }
        : { at: `${error.instancePath}/${name}`, message: `unknown member "${name}"` };
    });
};
