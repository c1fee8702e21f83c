// sim.*: drives simulated devices, clock and network. Dispatch lets nobody here without --simulate.
import { announceSync } from "../announce.ts";
import type { SimVerb } from "../../devices/contract.ts";
import { createTimeline } from "../../devices/timeline.ts";
import { systemTimers } from "../../devices/timers.ts";
import type { JsonObject } from "../../json.ts";
import { type Refusal, refusal } from "../../refusals.ts";
import { type Result, err, ok } from "../../result.ts";
import type { OperationName } from "../../protocol/operations.ts";
import type { Handlers } from "../handler.ts";
import type { House, Simulation } from "../house.ts";

type Names = Extract<OperationName, `sim.${string}`>;

/** Handlers of a gateway that does not simulate are never reached; they refuse all the same. */
export const simHandlers = (house: House): Handlers<Names> => {
  const { hub, simulation, clock } = house;

  const drive = async (
    name: string,
    verb: SimVerb,
  ): Promise<Result<JsonObject & { device: string }, Refusal>> => {
    const device = hub.resolve(name) ?? name;
    const done = await hub.simulate(device, verb);
    return done.ok ? ok({ ...done.value, device }) : done;
  };
  const withSimulation = async <T>(
    use: (present: Simulation) => Promise<Result<T, Refusal>>,
  ): Promise<Result<T, Refusal>> =>
    simulation === undefined ? err(refusal("not_permitted")) : use(simulation);
  const setNetwork = (up: boolean): void => {
    simulation?.setNetwork(up);
    announceSync(house, { headOffice: house.headOffice(), atMs: clock.nowMs() });
  };
  const timeline = createTimeline({ simulate: drive, setNetwork }, systemTimers);
  const aDrawer = (): string =>
    hub.list().find(({ kind }) => kind === "cash-drawer")?.device ?? "desk-drawer";

  return {
    "sim.store.reset": ({ programme, file, now }) =>
      withSimulation((simulated) =>
        simulated.reset({
          now,
          ...(programme === undefined ? {} : { programme }),
          ...(file === undefined ? {} : { file: jsonOf(file) }),
        }),
      ),
    "sim.clock.set": ({ now }) =>
      withSimulation((simulated) => {
        const nowMs = Date.parse(now);
        return Number.isNaN(nowMs)
          ? Promise.resolve(err(refusal("not_permitted", { need: "instant" })))
          : simulated.setClock(nowMs);
      }),
    "sim.clock.advance": ({ ms }) =>
      withSimulation((simulated) => simulated.setClock(clock.nowMs() + ms)),
    "sim.card.present": ({ device, token, uid }) =>
      drive(device, { verb: "present", uid: uid ?? token ?? "" }),
    "sim.card.remove": ({ device }) => drive(device, { verb: "remove" }),
    "sim.scan": ({ device, code }) => drive(device, { verb: "scan", code }),
    "sim.printer.fault": ({ device, fault, afterLines }) =>
      drive(device, {
        verb: "fault",
        fault,
        ...(afterLines === undefined ? {} : { afterLines }),
      }),
    "sim.replay": ({ device, recording }) =>
      drive(device, { verb: "replay", pieces: recording.pieces }),
    "sim.timeline.play": ({ steps }) => ok(timeline.play(steps)),
    "sim.timeline.stop": () => ok(timeline.stop()),
    "sim.timeline.state": () => ok(timeline.state()),
    "sim.printer.output": ({ device }) => drive(device, { verb: "output" }),
    "sim.drawer.state": ({ device }) => drive(device ?? aDrawer(), { verb: "drawer" }),
    "sim.drawer.hold": ({ device = aDrawer(), held }) =>
      drive(device, { verb: "hold_drawer", held }),
    "sim.device.unplug": ({ device }) => drive(device, { verb: "unplug" }),
    "sim.device.plug": ({ device }) => drive(device, { verb: "plug" }),
    "sim.network": ({ up }) =>
      withSimulation(() => {
        setNetwork(up);
        return Promise.resolve(ok({ up }));
      }),
  };
};

const jsonOf = (value: object): JsonObject => JSON.parse(JSON.stringify(value));
