// Everything the kiosk says in traditional Chinese: one file to fetch. The build ships its sentences without their names.
import { zhHantErrands } from "../errands/zh-hant.ts";
import type { Pack } from "../pack.ts";
import { zhHant } from "../zh-hant.ts";

export const pack: Pack = { ...zhHant, ...zhHantErrands };
