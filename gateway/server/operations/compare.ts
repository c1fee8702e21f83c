// programme.compare: the store's settled bills under another programme. Reads page by page and changes nothing.
import { type Comparison, createComparer } from "../../members/compare/compare.ts";
import { parseProgramme } from "../../programme/programme.ts";
import { refusal } from "../../refusals.ts";
import { err, ok } from "../../result.ts";
import type { Handlers } from "../handler.ts";
import type { House } from "../house.ts";
import type { Tools } from "../tools.ts";

const pageSize = 1_000;
/** Findings told back with a refusal. */
const findingsMax = 10;

interface Span {
  readonly from?: string;
  readonly to?: string;
}

/** Bill ids are in the order of time, so the pages are too. */
const compareBills = async (
  { store }: Pick<House, "store">,
  comparer: ReturnType<typeof createComparer>,
  { from = "", to = "9999" }: Span,
): Promise<Comparison> => {
  for (let after: string | undefined; ;) {
    const page = await store.list("bill", after, pageSize);
    for (const { entity } of page) {
      if (from <= entity.businessDate && entity.businessDate <= to) comparer.add(entity);
    }
    after = page.at(-1)?.id;
    if (page.length < pageSize) return comparer.result();
  }
};

export const compareHandlers = ({ house }: Tools): Handlers<"programme.compare"> => ({
  "programme.compare": async ({ file, ...span }) => {
    const parsed = parseProgramme(file);
    if (!parsed.ok) {
      const findings = parsed.error.slice(0, findingsMax).map((finding) => ({ ...finding }));
      return err(refusal("programme.invalid", { findings }));
    }
    const programme = parsed.value;
    const compared = await compareBills(house, createComparer(programme), span);
    return ok({ programme: { id: programme.id, version: programme.version }, ...compared });
  },
});
