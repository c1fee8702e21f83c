// Which screens there are. The idle screen comes with the page; the others in one chunk right after its first paint.
import type { journeys } from "./journeys.ts";

export type ScreenName = keyof typeof journeys;
export type Journeys = typeof import("./begin.ts");

export const loadJourneys = (): Promise<Journeys> => import("./begin.ts");
