// The part of nfc-pcsc 0.8 and its pcsclite that the PC/SC child uses; neither package brings types.
declare module "nfc-pcsc" {
  import type { EventEmitter } from "node:events";

  /** pcsclite's own reader, below nfc-pcsc's automatic handling of tags */
  export interface RawReader extends EventEmitter {
    readonly name: string;
    readonly SCARD_STATE_PRESENT: number;
    readonly SCARD_STATE_MUTE: number;
    readonly SCARD_LEAVE_CARD: number;
  }

  export interface Reader extends EventEmitter {
    readonly name: string;
    readonly reader: RawReader;
    autoProcessing: boolean;
    /** `transmit` refuses to work while it is null */
    card: { atr?: Buffer } | null;
    connection: object | null;
    connect(): Promise<unknown>;
    disconnect(): Promise<unknown>;
    transmit(apdu: Buffer, answerMaxBytes: number): Promise<Buffer>;
  }

  export class NFC extends EventEmitter {
    close(): void;
  }
}
