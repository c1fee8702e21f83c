// Planted secrets: card numbers, codes, papers and PINs that pass through a store stand in no trace, in no black box of
// the device that brought them, and in no log line.
import { expect, test } from "vitest";
import { startGatewayProcess, type GatewayProcess } from "../../support/gateway-process.ts";
import { connectAs } from "../../support/pages.ts";

const planted = {
  uid: "04C7A95B13E2D8",
  unwantedUid: "04D91F27B3A6C4",
  code: "MEMBER-7QX2-9KJ4-TOKEN",
  unwantedCode: "MEMBER-3HW8-5RT6-TOKEN",
  number: "11010519491231002X",
  name: "样本",
  pin: "917364",
} as const;

type Station = ReturnType<typeof connectAs>;

/** Lets every kind of input bring its secret while somebody waits for it; cards and codes also while nobody does. */
const bringAll = async (station: Station): Promise<void> => {
  const bring = async (uid: string, code: string): Promise<void> => {
    await station.call("sim.card.present", { device: "desk-reader", uid });
    await station.call("sim.card.remove", { device: "desk-reader" });
    await station.call("sim.scan", { device: "desk-scanner", code });
  };
  await bring(planted.unwantedUid, planted.unwantedCode);
  const heard = Promise.all(
    (["card.presented", "code.scanned", "identity.read"] as const).map(
      (topic) => new Promise<void>((resolve) => void station.on(topic, () => resolve())),
    ),
  );
  await station.call("input.arm", { expect: ["card", "code", "identity"], forMs: 60_000 });
  await bring(planted.uid, planted.code);
  await station.call("sim.card.present", { device: "desk-id-reader", token: planted.number });
  await heard;
  await station
    .call("card.identify", { token: planted.uid, pin: planted.pin })
    .catch(() => undefined);
};

/** All that a technician can get out of the devices, with the black boxes' bytes as text. */
const allThatIsKept = async (station: Station): Promise<string> => {
  const kept: string[] = [];
  for (const { device } of await station.call("device.list", {})) {
    kept.push(JSON.stringify(await station.call("device.trace", { device })));
    const { recording } = await station.call("device.record", { device });
    for (const { hex = "" } of recording.pieces) kept.push(hex, Buffer.from(hex, "hex").toString());
  }
  return kept.join("\n");
};

const hexOf = (text: string): string => Buffer.from(text).toString("hex");

const expectNone = (text: string): void => {
  for (const secret of Object.values(planted)) {
    expect(text.toUpperCase()).not.toContain(secret.toUpperCase());
    expect(text).not.toContain(hexOf(secret));
  }
};

test("card numbers, codes, papers and PINs stand in no trace, no black box and no log", async () => {
  await using gateway: GatewayProcess = await startGatewayProcess();
  const station = connectAs(gateway, "test");
  await bringAll(station);
  const kept = await allThatIsKept(station);
  // What happened is there, and what it brought is not.
  for (const event of ["card.presented", "code.scanned", "identity.read"])
    expect(kept).toContain(event);
  expectNone(kept);
  station.close();
  await gateway.stop();
  expectNone(gateway.output());
}, 120_000);
