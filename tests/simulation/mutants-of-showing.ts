// Mistakes about what a store shows while its own entries come back, each an edit of one of the product's files.
import type { Mutant } from "./mutant-list.ts";

const asShown = "gateway/chain/as-shown.ts";

export const mutantsOfShowing: readonly Mutant[] = [
  {
    id: "what others did is taken for shown",
    file: asShown,
    from: "  isOwn(body, own) &&\n",
    to: "",
  },
  {
    id: "a right that was granted is taken for shown",
    file: asShown,
    from: 'new Set(["HoldPlaced", "LeaseAsked"])',
    to: "new Set([])",
  },
  {
    id: "what one entry left as it was shown hides what another did there",
    file: asShown,
    from: "for (const address of other) same.delete(address);",
    to: "",
  },
  {
    id: "that another store was granted the one use of something changes nothing",
    file: asShown,
    from: "if (applied.some((one) => movesRights(one, own))) return new Set();",
    to: "",
  },
];
