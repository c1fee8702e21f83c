// `npm start`: the demonstration store. Everything after `--` goes to the gateway; --no-simulate leaves the far ends real.
import { become, makeReady } from "./ready.js";

const { node, env } = makeReady();
const given = process.argv.slice(2);
const simulate =
  given.includes("--no-simulate") || given.includes("--simulate") ? [] : ["--simulate"];
become(
  node,
  ["gateway/main.ts", ...simulate, ...given.filter((option) => option !== "--no-simulate")],
  env,
);
