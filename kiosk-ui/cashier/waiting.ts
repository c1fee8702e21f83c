// How much waits for a person at the till: guests who called and top-ups that were told at a kiosk.
import type { TallygateClient } from "../../gateway/protocol/client.ts";

export const countWaiting = async (client: TallygateClient): Promise<number> => {
  const { calls } = await client.call("help.list", {});
  const { intents } = await client.call("topup.intents", {});
  return calls.length + intents.length;
};
