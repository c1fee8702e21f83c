// sim.*: the simulation's hands. Only with --simulate, only from loopback.
import Type from "typebox";
import { simulation } from "../operation.ts";
import { id, instant, open, nullable, oneOf, record, text } from "../values.ts";

const device = { device: id };
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
    { ...device, fault: nullable(oneOf(["paper_out", "cover_open", "stall", "reset"])) },
    done,
  ),
  "sim.printer.output": simulation(
    "What has come out of a simulated printer.",
    device,
    open({ text: Type.String(), png: Type.Optional(Type.String()) }),
  ),
  "sim.drawer.state": simulation(
    "How a simulated drawer stands.",
    { device: Type.Optional(id) },
    open({ open: Type.Boolean() }),
  ),
  "sim.device.unplug": simulation("Pulls a simulated device's plug.", device, done),
  "sim.device.plug": simulation("Plugs a simulated device in again.", device, done),
  "sim.network": simulation(
    "Lets head office go away or come back.",
    { up: Type.Boolean() },
    open({ up: Type.Boolean() }),
  ),
};
