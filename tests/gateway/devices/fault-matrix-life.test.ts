// Deaths, repeated keys and printers without a voice, at every state of a job: the second half of the fault matrix.
import { describeFaults } from "./faults/matrix.ts";

describeFaults([
  "host killed",
  "gateway killed",
  "both killed",
  "same key again",
  "write-only port unplugged",
  "never answers",
]);
