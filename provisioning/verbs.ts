// The verbs of the `tallygate` command. A new verb is one file and one line here.
import { programmeTest } from "./programme/test.ts";
import type { Verb } from "./verb.ts";

export const verbs: readonly Verb[] = [programmeTest];
