// sim.*: the simulation's hands. Only with --simulate, only from loopback.
import Type from "typebox";
import { simulation } from "../operation.ts";
import { recording } from "./device.ts";
import { closed, id, instant, open, nullable, oneOf, record, text } from "../values.ts";

const device = { device: id };
const printerFault = nullable(oneOf(["paper_low", "paper_out", "cover_open", "stall", "reset"]));
const at = Type.Integer({ minimum: 0, maximum: 3_600_000 });
const timelineStep = Type.Union([
  closed({
    at,
    ...device,
    fault: printerFault,
    afterLines: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000 })),
  }),
  closed({ at, ...device, card: nullable(id) }),
  closed({ at, ...device, scan: text(4_000) }),
  closed({ at, ...device, plugged: Type.Boolean() }),
  closed({ at, network: Type.Boolean() }),
]);
const timelineState = open({
  playing: Type.Boolean(),
  done: Type.Integer(),
  steps: Type.Integer(),
  failed: Type.Array(Type.Integer()),
});
const done = open({ device: Type.String() });

export const simOperations = {
  "sim.store.reset": simulation(
    "Empties the store and starts it anew with a programme and a clock.",
    { programme: Type.Optional(id), file: Type.Optional(record), now: instant },
    open({ programme: Type.String() }),
  ),
  "sim.clock.set": simulation(
    "Moves the store's clock forward; day closes in between are run.",
    { now: instant },
    open({ now: instant }),
  ),
  "sim.clock.advance": simulation(
    "Moves the store's clock on by so many milliseconds.",
    { ms: Type.Integer({ minimum: 0, maximum: 315_360_000_000 }) },
    open({ now: instant }),
  ),
  "sim.card.present": simulation(
    "Lays a card on a simulated reader.",
    { ...device, token: Type.Optional(id), uid: Type.Optional(id) },
    done,
  ),
  "sim.card.remove": simulation("Takes the card off a simulated reader.", device, done),
  "sim.scan": simulation(
    "Scans a code with a simulated scanner.",
    { ...device, code: text(4_000) },
    done,
  ),
  "sim.printer.fault": simulation(
    "Makes a simulated printer fail, or heals it with null.",
    {
      ...device,
      fault: printerFault,
      afterLines: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000 })),
    },
    done,
  ),
  "sim.printer.output": simulation(
    "What has come out of a simulated printer.",
    device,
    open({ text: Type.String(), png: Type.Optional(Type.String()) }),
  ),
  "sim.replay": simulation(
    "Runs a device's black box again: the paper it left, and how its printer stood.",
    { ...device, recording },
    open({
      text: Type.String(),
      png: Type.Optional(Type.String()),
      states: Type.Array(
        open({ at: Type.Number(), state: Type.String(), why: Type.Optional(Type.String()) }),
      ),
    }),
  ),
  "sim.timeline.play": simulation(
    "Lets things happen at simulated devices at their times: faults, cards, codes, plugs.",
    { steps: Type.Array(timelineStep, { minItems: 1, maxItems: 500 }) },
    timelineState,
  ),
  "sim.timeline.stop": simulation("What has not happened yet does not.", {}, timelineState),
  "sim.timeline.state": simulation("How far the script is.", {}, timelineState),
  "sim.drawer.state": simulation(
    "How a simulated drawer stands, and whether something keeps it from shutting.",
    { device: Type.Optional(id) },
    open({ open: Type.Boolean(), held: Type.Boolean() }),
  ),
  "sim.drawer.hold": simulation(
    "Keeps a simulated drawer from shutting once it is open; false: it is pushed shut.",
    { device: Type.Optional(id), held: Type.Boolean() },
    done,
  ),
  "sim.device.unplug": simulation("Pulls a simulated device's plug.", device, done),
  "sim.device.plug": simulation("Plugs a simulated device in again.", device, done),
  "sim.network": simulation(
    "Lets head office go away or come back.",
    { up: Type.Boolean() },
    open({ up: Type.Boolean() }),
  ),
};
