// Identifiers. Everything that is kept gets a UUIDv7 behind a short prefix naming its kind.
import { randomBytes } from "node:crypto";

export type NewId = (kind: string) => string;

/** Ids from a clock and the system's dice: `a_0190f3c2…`. RFC 9562 section 5.7. */
export const createIds =
  (nowMs: () => number): NewId =>
  (kind) => {
    const bytes = randomBytes(16);
    bytes.writeUIntBE(nowMs(), 0, 6);
    bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x70, 6);
    bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
    return `${kind}_${bytes.toString("hex")}`;
  };
