// Beside the journey: the watch over a guest who is silent, the link to the gateway, the call for a person.
import { kiosk } from "../setup.ts";

const ring = { type: "sound", params: { sound: "warning" } } as const;

export const idle = kiosk.createStateConfig({
  initial: "watching",
  on: { ACTIVITY: { target: ".watching", actions: "fullTime" } },
  states: {
    watching: {
      initial: "fresh",
      after: {
        idle: [
          // Who chose a language and went away leaves the house as it was.
          { guard: "attended", target: "watching", reenter: true, actions: "wipe" },
          { guard: "inFlight", target: "watching", reenter: true },
          { guard: "unsettled", target: "watching", reenter: true },
          { guard: "helpComes", target: "watching", reenter: true },
          { target: "warning" },
        ],
      },
      states: { fresh: { after: { shade: { target: "shaded" } } }, shaded: {} },
    },
    warning: {
      entry: ["fullTime", ring],
      initial: "counting",
      states: {
        counting: {
          after: {
            second: [
              { guard: "attended", target: "#kiosk.idle.watching" },
              { guard: "noTimeLeft", target: "#kiosk.idle.over" },
              { guard: "halfTime", target: "counting", reenter: true, actions: ["lessTime", ring] },
              { target: "counting", reenter: true, actions: "lessTime" },
            ],
          },
        },
      },
    },
    over: {
      entry: ({ self }) => self.send({ type: "QUIT" }),
      always: { target: "watching" },
    },
  },
});

export const link = kiosk.createStateConfig({
  initial: "up",
  states: {
    up: { on: { LINK_DOWN: { target: "shaky" } } },
    shaky: { after: { linkLost: { target: "down" } }, on: { LINK_UP: { target: "up" } } },
    down: { on: { LINK_UP: { target: "up" } } },
  },
});

/** A call is shown until it is answered and done, or two minutes have passed. */
export const help = kiosk.createStateConfig({
  initial: "quiet",
  states: {
    quiet: { on: { HELP: { target: "live" } } },
    live: {
      entry: [
        "calling",
        {
          type: "callStaff",
          params: ({ context }) => ({ account: context.person?.account }),
        },
      ],
      exit: "noHelp",
      after: { helpShown: { target: "quiet" } },
      on: {
        HELPED: [
          { guard: ({ event }) => event.help === undefined, target: "quiet" },
          { actions: "keepHelp" },
        ],
      },
    },
  },
});
