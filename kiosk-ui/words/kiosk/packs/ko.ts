// Everything the kiosk says in Korean: one file to fetch. The build ships its sentences without their names.
import { koErrands } from "../errands/ko.ts";
import type { Pack } from "../pack.ts";
import { ko } from "../ko.ts";

export const pack: Pack = { ...ko, ...koErrands };
