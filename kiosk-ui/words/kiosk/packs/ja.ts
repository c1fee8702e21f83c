// Everything the kiosk says in Japanese: one file to fetch. The build ships its sentences without their names.
import { jaErrands } from "../errands/ja.ts";
import type { Pack } from "../pack.ts";
import { ja } from "../ja.ts";

export const pack: Pack = { ...ja, ...jaErrands };
