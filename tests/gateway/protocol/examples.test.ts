// Every operation has an example, and every example is what a real gateway answers.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { examples } from "../../../gateway/protocol/examples.ts";
import { operationNames } from "../../../gateway/protocol/operations.ts";
import { type TestGateway, startTestGateway } from "../../support/gateway-in-process.ts";
import { readRevision } from "../../support/revision.ts";
import { createExampleRunner, type ExampleRunner } from "../../support/run-example.ts";

const revision = readRevision(1);
let gateway: TestGateway;
let runner: ExampleRunner;
beforeAll(async () => {
  gateway = await startTestGateway();
  runner = await createExampleRunner(gateway);
});
afterAll(async () => {
  runner.close();
  await gateway.close();
});

describe("the example of", () => {
  test.each(operationNames)("%s is there and is answered as it says", async (op) => {
    const example = examples[op];
    if (example === undefined && !(await runner.isServed(op))) return;
    if (example === undefined) throw new Error(`no example in gateway/protocol/examples for ${op}`);
    const { problems, asked, answer } = await runner.run(op, example);
    expect(problems).toEqual([]);
    // a client that was written against the revision before understands what it gets
    const before = revision.operations.get(op);
    if (before === undefined || answer === undefined || !before.params(asked)) return;
    expect(before.result(answer), JSON.stringify(before.result.errors)).toBe(true);
  });
});

test("an example that says something else is found out", async () => {
  const wrong = await runner.run("session.language", {
    params: { lang: "en" },
    result: { lang: "fr" },
  });
  expect(wrong.problems).toEqual(['/lang: expected "fr", got "en"']);
});
