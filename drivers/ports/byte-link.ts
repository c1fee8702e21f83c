// The byte seam: what every transport looks like to a driver, and every simulated far end to a transport.

/** The line to a device broke or could not be opened; opening it again later may work. */
export class LinkError extends Error {
  readonly code = "link";
  readonly retryable = true;
}

export interface ByteLink {
  /** Resolves when the transport has taken all bytes (pending = the far end does not read). Rejects with LinkError. */
  readonly write: (bytes: Uint8Array) => Promise<void>;
  /** Ends the link; `closed` is still called, once. */
  readonly close: () => void;
}

export interface ByteLinkListener {
  /** `at`: epoch ms at which the bytes arrived here */
  readonly bytes: (bytes: Uint8Array, at: number) => void;
  /** The link is over, once; with a fault unless this side closed it. */
  readonly closed: (fault?: Error) => void;
}

/** Opens one link; a broken link is never opened again, a new one is made. Rejects with LinkError. */
export type OpenLink = (on: ByteLinkListener) => Promise<ByteLink>;

/** The other end of a line, as a simulated device sees it: reached in process or through a real TCP server. */
export interface FarEnd {
  readonly connect: (near: NearEnd) => FarEndLink;
}

export interface NearEnd {
  readonly deliver: (bytes: Uint8Array) => void;
  /** the device drops the line, as by a reset */
  readonly drop: () => void;
}

export interface FarEndLink {
  /** Resolves when the device has room for more. */
  readonly receive: (bytes: Uint8Array) => Promise<void>;
  readonly gone: () => void;
}
