// Every operation that leaves an entry has a name of the house on timelines and in the audit log.
import { expect, test } from "vitest";
import { deciders } from "../../gateway/members/registry.ts";
import { opName } from "../../kiosk-ui/office/op-names.ts";

test.each(["zh-CN", "en"])("no entry goes by its operation's own name in %s", (language) => {
  const operations = Object.keys(deciders);
  expect(operations.length).toBeGreaterThan(50);
  expect(operations.filter((op) => opName(op, language) === op)).toEqual([]);
});
