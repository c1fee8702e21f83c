// Closes every run with one plain line, `N passed, N failed, N skipped`, and the table of missing system parts.
import type { Reporter, TestModule } from "vitest/node";
import { missingParts } from "./parts.ts";

export default class PlainSummary implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const counts = { passed: 0, failed: 0, skipped: 0 };
    for (const module of modules) {
      if (module.state() === "failed" && [...module.children.allTests()].length === 0)
        counts.failed += 1;
      for (const test of module.children.allTests()) {
        const state = test.result().state;
        if (state === "passed" || state === "failed") counts[state] += 1;
        else counts.skipped += 1;
      }
    }
    const missing = missingParts();
    if (missing.length > 0) {
      console.log("\nSystem parts that were missing, so that their tests could not run:");
      for (const part of missing) console.log(`  ${part.name.padEnd(18)} ${part.install}`);
    }
    console.log(`\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
  }
}
