// Everything the kiosk says in Arabic: one file to fetch. The build ships its sentences without their names.
import { arErrands } from "../errands/ar.ts";
import type { Pack } from "../pack.ts";
import { ar } from "../ar.ts";

export const pack: Pack = { ...ar, ...arErrands };
