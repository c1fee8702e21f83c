// What a lobby's page was told over its sockets, searched for numbers that would be worth copying (PAGES.md K6).
import { demoGuests } from "../../gateway/demo/members.ts";
import type { GatewayProcess } from "./gateway-process.ts";
import { connectAs } from "./pages.ts";

/** Of all guests of the demonstration store: telephone, document, card's chip, card's and member's number. */
const wholeNumbers = async (gateway: GatewayProcess): Promise<readonly string[]> => {
  const till = connectAs(gateway, "test");
  try {
    const whole: string[] = demoGuests.flatMap(({ phone, number, token }) => [
      phone,
      number,
      token,
    ]);
    for (const { token } of demoGuests) {
      const [member] = (await till.call("member.find", { token })).members;
      const file = await till.call("member.get", { member: member?.member ?? "" });
      whole.push(String(file.number), ...(member?.cards ?? []).map(({ number }) => number));
    }
    return whole.filter((number) => !number.includes("*"));
  } finally {
    till.close();
  }
};

/** Which of them the frames hold, each with its frame. */
export const wholeNumbersIn = async (
  frames: readonly string[],
  gateway: GatewayProcess,
): Promise<readonly string[]> => {
  const numbers = await wholeNumbers(gateway);
  if (numbers.length < 4 * demoGuests.length) throw new Error("no numbers to look for");
  return frames.flatMap((frame) =>
    numbers.filter((number) => frame.includes(number)).map((number) => `${number} in ${frame}`),
  );
};
