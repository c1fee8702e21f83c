// Every operation has an example, and every example is what a real gateway answers.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { examples } from "../../../gateway/protocol/examples.ts";
import { operationNames } from "../../../gateway/protocol/operations.ts";
import { type TestGateway, startTestGateway } from "../../support/gateway-in-process.ts";
import { createExampleRunner, type ExampleRunner } from "../../support/run-example.ts";

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
    expect(await runner.run(op, example)).toEqual([]);
  });
});

test("an example that says something else is found out", async () => {
  const wrong = await runner.run("session.language", {
    params: { lang: "en" },
    result: { lang: "fr" },
  });
  expect(wrong).toEqual(['/lang: expected "fr", got "en"']);
});
