// The table's schemas, each compiled when a value is first held against it (all at once would be a tenth of a start),
// and what is wrong with a value as a JSON pointer.
import { Compile, type Validator } from "typebox/compile";
import type { TSchema } from "typebox";
import type { RefusalCode } from "../refusals.ts";
import { request } from "../protocol/frames.ts";
import { operationNames, operationOf, type OperationName } from "../protocol/operations.ts";

export interface Shape {
  readonly fits: (value: unknown) => boolean;
  readonly misfit: (value: unknown) => Misfit;
}

/** JSON pointer to the first misfit, "" = the value itself; a bound that was passed has its code. */
export interface Misfit {
  readonly at: string;
  readonly code?: RefusalCode;
}

const boundCodes: Readonly<Record<string, RefusalCode>> = {
  maximum: "amount.out_of_range",
  minimum: "amount.out_of_range",
  maxItems: "too_many",
};

export const shapeOf = (schema: TSchema): Shape => {
  let made: Validator | undefined;
  const compiled = (): Validator => (made ??= Compile(schema));
  return {
    fits: (value) => compiled().Check(value),
    misfit: (value) => {
      const errors = compiled().Errors(value);
      const deepest = errors.toSorted(
        (one, other) => other.instancePath.length - one.instancePath.length,
      )[0];
      const code = boundCodes[deepest?.keyword ?? ""];
      return { at: deepest?.instancePath ?? "", ...(code === undefined ? {} : { code }) };
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
