// Everything the kiosk says in traditional Chinese, in one file. The build ships its sentences without names.
import { zhHantErrands } from "../errands/zh-hant.ts";
import type { Pack } from "../pack.ts";
import { zhHant } from "../zh-hant.ts";

export const pack: Pack = { ...zhHant, ...zhHantErrands };
