// `npm test`: the whole suite. Arguments go to Vitest, e.g. `npm test -- tests/drivers`.
import { join } from "node:path";
import { become, makeReady, root } from "./ready.js";

const { node, env } = makeReady();
become(
  node,
  [join(root, "node_modules", "vitest", "vitest.mjs"), "run", ...process.argv.slice(2)],
  env,
);
