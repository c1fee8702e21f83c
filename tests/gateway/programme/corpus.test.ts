// A thousand bills a programme, held to the quotes on record.
import { describe, expect, it } from "vitest";
import { programmeFile } from "./bills.ts";
import { quotesDigest } from "./corpus.ts";
import digests from "./corpus.digests.json" with { type: "json" };

// A change of the interpreter that changes any quote changes a digest: look at it before writing the new one
// here. tests/kiosk-ui/browser/quote.test.ts holds Chromium to the same digests.
describe("quotes on Node", () => {
  it.each(Object.entries(digests.programmes))("of %s are those on record", (id, digest) => {
    expect(quotesDigest(programmeFile(id), digests.seed)).toBe(digest);
  });

  it("differ for other bills", () => {
    expect(quotesDigest(programmeFile("demo"), digests.seed + 1)).not.toBe(digests.programmes.demo);
  });
});
