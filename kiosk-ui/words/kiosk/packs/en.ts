// Everything the kiosk says in English: one file to fetch. The build ships its sentences without their names.
import { enErrands } from "../errands/en.ts";
import type { Pack } from "../pack.ts";
import { en } from "../en.ts";

export const pack: Pack = { ...en, ...enErrands };
