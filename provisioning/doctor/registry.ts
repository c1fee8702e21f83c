// Every check of the doctor, room by room. A new check is one constant in its room; a new room is one line here.
import { books } from "./books.ts";
import type { Check } from "./check.ts";
import { devices } from "./devices.ts";
import { files } from "./files.ts";
import { ground } from "./ground.ts";
import { network } from "./network.ts";
import { release } from "./release.ts";
import { spare } from "./spare.ts";
import { supportPeriod } from "./support-period.ts";
import { units } from "./units.ts";

export const checks: readonly Check[] = [
  ...ground,
  ...supportPeriod,
  ...files,
  ...release,
  ...units,
  ...devices,
  ...books,
  ...spare,
  ...network,
];
