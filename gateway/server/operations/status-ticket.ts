// device.ticket: the status ticket of one printer, through the durable queue like any receipt. The same key prints
// once and names the same code.
import { createHash } from "node:crypto";
import type { DeviceView, PrintDocument } from "../../devices/contract.ts";
import { statusTicket, visitPrefix } from "../../protocol/status-ticket.ts";
import { refusal } from "../../refusals.ts";
import { err, ok } from "../../result.ts";
import { actorOf, digestOf } from "../execute.ts";
import type { Handlers } from "../handler.ts";
import type { House } from "../house.ts";

const rowsMax = 24;
/** Signs that every Chinese printer has in its own font. */
const signs = { ready: "√", blocked: "!", absent: "×", failed: "×", opening: "…" } as const;

const row = ({ device, state, why }: DeviceView) => ({
  left: device,
  right: `${signs[state]} ${state}${why === undefined ? "" : ` (${why})`}`,
});

/** Six digits that go with the call's key. */
const nonceOf = (key: string): string =>
  String(createHash("sha256").update(key).digest().readUInt32BE() % 1_000_000).padStart(6, "0");

export const createTicket =
  (house: House): Handlers<"device.ticket">["device.ticket"] =>
  async (params, caller) => {
    const { hub, queue } = house;
    const device = hub.resolve(params.device) ?? params.device;
    if (hub.device(device)?.kind !== "receipt-printer")
      return err(refusal("device.unsuited", { device }));
    const nonce = nonceOf(params.key);
    const document = statusTicket({
      store: house.storeName("zh-CN"),
      device,
      version: house.build,
      at: new Date(house.clock.nowMs()).toISOString(),
      nonce,
      rows: hub.list().slice(0, rowsMax).map(row),
    });
    const submitted = await queue.submit({
      printer: device,
      document: document as PrintDocument,
      key: params.key,
      paramsHash: digestOf(house, params),
      actor: actorOf(caller),
    });
    if (!submitted.ok) return submitted;
    const { job, state, replay } = submitted.value;
    return ok({ job, state, replay, code: `${visitPrefix}${nonce}` });
  };
