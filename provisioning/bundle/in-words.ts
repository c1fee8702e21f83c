// Says on the command line why a bundle was refused, with the code that documents and tests know it by.
import type { Speech } from "../verb.ts";
import { BundleRefused } from "./refused.ts";

/** Exit code 1 for a refusal; anything else goes on. */
export const bundleRefusedInWords = (error: unknown, { language, errorLine }: Speech): number => {
  if (!(error instanceof BundleRefused)) throw error;
  errorLine(`${error.code}: ${error.says[language]}`, error.code);
  return 1;
};
