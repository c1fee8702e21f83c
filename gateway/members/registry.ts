// Every operation's decider and every event's evolver, by name. A new one is one line here.
import { auditEvolvers } from "./audit.ts";
import type { Decider, Evolver } from "./contract.ts";
import { lifeDeciders, lifeEvolvers } from "./life.ts";
import { serviceDeciders, serviceEvolvers } from "./service.ts";
import { tradeDeciders, tradeEvolvers } from "./trade.ts";
import { valueDeciders, valueEvolvers } from "./value.ts";

/** By operation of the protocol. Each keeps the type of its own params. */
export const deciders = {
  ...lifeDeciders,
  ...valueDeciders,
  ...serviceDeciders,
  ...tradeDeciders,
} as const satisfies Readonly<Record<string, Decider<never>>>;

/** By type of event. */
export const evolvers: Readonly<Record<string, Evolver>> = {
  ...auditEvolvers,
  ...lifeEvolvers,
  ...valueEvolvers,
  ...serviceEvolvers,
  ...tradeEvolvers,
};
