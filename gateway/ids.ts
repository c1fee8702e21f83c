// Identifiers. Everything that is kept gets a UUIDv7 behind a short prefix naming its kind.
import { randomFillSync } from "node:crypto";

export type NewId = (kind: string) => string;

const idBytes = 16;
/** Random bytes are asked for in bulk: one call of the system costs more than an id. */
const idsAtOnce = 256;

/** Ids from a clock and the system's dice: `a_0190f3c2…`. RFC 9562 section 5.7. */
export const createIds = (nowMs: () => number): NewId => {
  const dice = Buffer.alloc(idBytes * idsAtOnce);
  let used = dice.length;
  return (kind) => {
    if (used === dice.length) {
      randomFillSync(dice);
      used = 0;
    }
    const bytes = dice.subarray(used, (used += idBytes));
    bytes.writeUIntBE(nowMs(), 0, 6);
    bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x70, 6);
    bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
    return `${kind}_${bytes.toString("hex")}`;
  };
};
