// The kiosk as statecharts: the journey, the idle watch, the link and the call for help side by side. No DOM, no
// network: effects are named actions with data (`identify`, `post`, `askKey` …) that the page provides.
import { kiosk } from "./setup.ts";
import { accountStates } from "./states/account.ts";
import { arrivalStates } from "./states/arrival.ts";
import { help, idle, link } from "./states/around.ts";
import { outcomeStates } from "./states/outcome.ts";
import { freshVisit } from "./visit.ts";

export const kioskMachine = kiosk.createMachine({
  id: "kiosk",
  type: "parallel",
  context: freshVisit,
  on: {
    COMFORT: {
      actions: [
        "comfort",
        { type: "speak", params: ({ context }) => ({ language: context.comfort.language }) },
      ],
    },
    HEADSET: { actions: "headset" },
  },
  states: {
    journey: {
      initial: "attract",
      on: {
        QUIT: { target: ".goodbye" },
        CARD_REMOVED: { actions: "cardOff" },
        CARD: [
          { guard: "twoCards", target: ".twoCards" },
          { target: ".resolving", actions: "keepVisit" },
        ],
      },
      states: { ...arrivalStates, ...accountStates, ...outcomeStates },
    },
    idle,
    link,
    help,
  },
});
