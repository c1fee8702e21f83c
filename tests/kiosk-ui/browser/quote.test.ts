// Quotes in Chromium are those on Node, bit for bit: both are held to the digests on record.
import { describe, expect, it } from "vitest";
import type { ProgrammeFile } from "../../../gateway/programme/format.ts";
import chainHotel from "../../../gateway/programmes/chain-hotel.json";
import demo from "../../../gateway/programmes/demo.json";
import mudan from "../../../gateway/programmes/mudan.json";
import retail from "../../../gateway/programmes/retail.json";
import zhaohua from "../../../gateway/programmes/zhaohua.json";
import digests from "../../gateway/programme/corpus.digests.json";
import { quotesDigest } from "../../gateway/programme/corpus.ts";

// shipped files, checked by tests/gateway/programme/check.test.ts
const files = { demo, mudan, zhaohua, retail, "chain-hotel": chainHotel } as unknown as Record<
  string,
  ProgrammeFile
>;

describe("quotes in this browser", () => {
  it.each(Object.entries(digests.programmes))(
    "of %s equal those on Node bit for bit",
    (id, digest) => {
      const file = files[id];
      if (file === undefined) throw new Error(`no programme ${id}`);
      expect(quotesDigest(file, digests.seed)).toBe(digest);
    },
  );
});
