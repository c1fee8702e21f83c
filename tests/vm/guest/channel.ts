// The guest's word channel to the machine outside: what has come of each test, and orders to QEMU, answered one by one.
import { open } from "node:fs/promises";

/** What the guest asks of the machine outside. */
export type Order =
  | { readonly do: "qmp"; readonly execute: string; readonly args: object }
  /** bytes for the guest's USB serial adapter */
  | { readonly do: "adapter"; readonly text: string };

export type Word =
  | { readonly word: "order"; readonly order: Order }
  | { readonly word: "result"; readonly name: string; readonly ms: number; readonly fault?: string }
  | { readonly word: "end" };

export interface Channel {
  readonly say: (word: Word) => Promise<void>;
  /** Resolves when it is done. Rejects with what QEMU says against it. */
  readonly order: (order: Order) => Promise<void>;
}

const answerMaxBytes = 4096;

export const openChannel = async (path = "/dev/virtio-ports/tallygate.words"): Promise<Channel> => {
  const port = await open(path, "r+");
  const say = async (word: Word): Promise<void> => {
    await port.write(`${JSON.stringify(word)}\n`);
  };
  return {
    say,
    order: async (order) => {
      await say({ word: "order", order });
      const { bytesRead, buffer } = await port.read(Buffer.alloc(answerMaxBytes), 0, null, null);
      const answer = buffer.toString("utf8", 0, bytesRead).trim();
      if (answer !== "done") throw new Error(answer);
    },
  };
};
