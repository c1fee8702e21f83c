// The table's schemas, compiled once at load, and what is wrong with a value as a JSON pointer.
import { Compile } from "typebox/compile";
import type { TSchema } from "typebox";
import { request } from "../protocol/frames.ts";
import { operationNames, operationOf, type OperationName } from "../protocol/operations.ts";

export interface Shape {
  readonly fits: (value: unknown) => boolean;
  /** JSON pointer to the first misfit, "" = the value itself */
  readonly misfit: (value: unknown) => string;
}

const shapeOf = (schema: TSchema): Shape => {
  const compiled = Compile(schema);
  return {
    fits: (value) => compiled.Check(value),
    misfit: (value) => {
      const errors = compiled.Errors(value);
      const deepest = errors.toSorted(
        (one, other) => other.instancePath.length - one.instancePath.length,
      )[0];
      return deepest?.instancePath ?? "";
    },
  };
};

const shapes = new Map(
  operationNames.map((name) => [
    name,
    { params: shapeOf(operationOf(name).params), result: shapeOf(operationOf(name).result) },
  ]),
);

export const requestShape = shapeOf(request);
export const shapesOf = (name: OperationName): { params: Shape; result: Shape } => {
  const found = shapes.get(name);
  if (found === undefined) throw new Error(`no shapes for ${name}`);
  return found;
};
