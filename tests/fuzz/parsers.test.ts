// Ten thousand inputs for every parser, in a process of its own: nothing breaks it, stalls it or makes it grow.
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { readSources, root } from "../support/sources.ts";
import { notFuzzed } from "./not-fuzzed.ts";
import { parsers } from "./parsers.ts";
import type { Report } from "./run.ts";

const runs = 10_000;
/** an event loop that is away for longer is felt at the till */
const stallMs = 100;
/** what the runtime itself still learns while it runs */
const growthMax = 6 * 1_048_576;
const lanes = 4;

const names = Object.keys(parsers);
const lane = (at: number): readonly string[] => names.filter((_, index) => index % lanes === at);

const fuzz = async (wanted: readonly string[]): Promise<readonly Report[]> => {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--expose-gc", "tests/fuzz/run.ts", String(runs), ...wanted],
    { cwd: root, maxBuffer: 1 << 24 },
  );
  return stdout
    .trim()
    .split("\n")
    .map((line): Report => JSON.parse(line));
};

describe("every parser", () => {
  test.each(Array.from({ length: lanes }, (_, at) => at))(
    "survives, lane %i",
    async (at) => {
      const reports = await fuzz(lane(at));
      expect(reports.map(({ parser }) => parser)).toEqual(lane(at));
      for (const { parser, fault, slowestMs, heapGrewBytes, ...report } of reports) {
        expect({ parser, fault, ...report }).toEqual({ parser, fault: undefined, runs });
        expect({ parser, stalls: slowestMs > stallMs && slowestMs }).toEqual({
          parser,
          stalls: false,
        });
        const grew = heapGrewBytes > growthMax && heapGrewBytes;
        expect({ parser, grew }).toEqual({ parser, grew: false });
      }
    },
    600_000,
  );
});

describe("the registry", () => {
  /** What a file is called that reads what others wrote. */
  const reader = /export const (parse|read|unpack|create\w*(Reader|Parser|Ears))[A-Z\w]*\b/;

  test("holds every file that reads, or says why it does not", () => {
    const fuzzed = new Set(Object.values(parsers).map(({ file }) => file));
    const unknown = readSources(["drivers", "gateway", "provisioning"])
      .filter(({ text }) => reader.test(text))
      .map(({ path }) => path)
      .filter((path) => !fuzzed.has(path) && notFuzzed[path] === undefined);
    expect(unknown).toEqual([]);
  });

  test("names files that exist", () => {
    const files = [...Object.values(parsers).map(({ file }) => file), ...Object.keys(notFuzzed)];
    expect(files.filter((file) => !existsSync(join(root, file)))).toEqual([]);
  });
});
