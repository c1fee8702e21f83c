// What befalls a printer and its line, at every state of a job: the first half of the fault matrix.
import { describeFaults } from "./faults/matrix.ts";

describeFaults([
  "refused",
  "stalled",
  "reset mid-job",
  "paper out",
  "cover open",
  "replugged",
  "status chatter",
]);
