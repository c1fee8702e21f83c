// The border to wherever a chain's stores tell each other of members' keys. It keeps words in the order in which they
// were said, and does not know what is in them.

/** One word about one key; without `sealed`: it was shredded, for ever. */
export interface KeyWord {
  readonly place: number;
  readonly key: string;
  readonly sealed?: Uint8Array;
}

export interface KeyStream {
  /** `epoch`: another one was made anew and holds nothing that was said before. Throws StreamFault. */
  info(): Promise<{ readonly epoch: string; readonly last: number }>;
  /** Held by most disks when it resolves. Throws StreamFault. */
  tell(word: Omit<KeyWord, "place">): Promise<void>;
  /** From a place on, then as they come. Throws StreamFault; ends when the signal aborts. */
  read(from: number, signal: AbortSignal): AsyncIterable<readonly KeyWord[]>;
  /**
   * Overwrites on the servers' disks whatever was said of a key before it was shredded at `place`; head office only.
   * Throws StreamFault, also where who answers has not read so far yet: that it finds nothing says nothing.
   */
  erase(word: Pick<KeyWord, "key" | "place">): Promise<void>;
}
