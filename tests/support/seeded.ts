// fast-check with the run's seed (seed.ts), so that a printed SEED walks every property again.
import fc from "fast-check";

fc.configureGlobal({ seed: Number(process.env["SEED"] ?? 0) });

export { fc };
