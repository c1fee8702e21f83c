// Executable cases as they stand in a file: black-box conversations in the store protocol.
import { readFileSync } from "node:fs";
import Type from "typebox";
import { Compile } from "typebox/compile";

const json = Type.Unknown();
const object = Type.Record(Type.String(), json);

const clockStep = Type.Object({ clock: Type.String() }, { additionalProperties: false });
const restartStep = Type.Object({ restart: Type.Literal("kill") }, { additionalProperties: false });
const callStep = Type.Object(
  {
    call: Type.String(),
    params: Type.Optional(object),
    expect: Type.Optional(json),
    /** code of a refusal, or number of a JSON-RPC error */
    refused: Type.Optional(Type.Union([Type.String(), Type.Integer()])),
    /** name → JSON pointer into the result */
    save: Type.Optional(Type.Record(Type.String(), Type.String())),
    /** so many calls at once, each with a key of its own, and how they must end */
    together: Type.Optional(Type.Integer({ minimum: 1, maximum: 60 })),
    outcome: Type.Optional(Type.Record(Type.String(), Type.Integer())),
    says: Type.Optional(Type.String()),
  },
  { additionalProperties: false },
);
const step = Type.Union([clockStep, restartStep, callStep]);
const caseShape = Type.Object({
  id: Type.String(),
  cite: Type.Optional(Type.String()),
  programme: Type.String(),
  clock: Type.String(),
  says: Type.Optional(Type.String()),
  steps: Type.Array(step),
});

export type CallStep = Type.Static<typeof callStep>;
export type Step = Type.Static<typeof step>;
export type Case = Type.Static<typeof caseShape>;

const fileShape = Compile(
  Type.Union([Type.Array(caseShape), Type.Object({ cases: Type.Array(caseShape) })]),
);

/** Thrown for a file that holds no cases; `message` names the file and the first thing wrong in it. */
export class CaseFileError extends Error {
  constructor(file: string, what: string) {
    super(`${file}: ${what}`);
    this.name = "CaseFileError";
  }
}

/** Reads the cases of one file. Throws CaseFileError. */
export const readCases = (file: string): readonly Case[] => {
  let found: unknown;
  try {
    found = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new CaseFileError(file, error instanceof Error ? error.message : String(error));
  }
  if (!fileShape.Check(found)) {
    const first = [...fileShape.Errors(found)][0];
    throw new CaseFileError(file, `${first?.instancePath ?? ""} ${first?.message ?? "no cases"}`);
  }
  return Array.isArray(found) ? found : found.cases;
};
