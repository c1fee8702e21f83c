// How far a call for a person has got, out of the gateway's word.
import type { Help } from "../charts/kiosk/visit.ts";

/** `undefined`: the call is over. */
export const helpOf = (state: string): Help | undefined =>
  state === "called" || state === "seen" || state === "coming" ? state : undefined;
