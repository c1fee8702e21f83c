// Frames between host and gateway: cut anywhere, limited both ways, broken frames end the link.
import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import { fc } from "../support/seeded.ts";
import { describe, expect, test } from "vitest";
import {
  createFrameLink,
  createFrameReader,
  FramingError,
  type Frame,
} from "../../drivers/framing.ts";

const readAll = (chunks: readonly Uint8Array[], limit?: number): readonly Frame[] => {
  const frames: Frame[] = [];
  const read = createFrameReader((frame) => frames.push(frame), limit);
  for (const chunk of chunks) read(chunk);
  return frames;
};

describe("a frame reader", () => {
  test("gives the same frames however the stream is cut", () => {
    const anyFrame = fc.dictionary(
      fc.string(),
      fc.oneof(fc.string({ unit: "grapheme" }), fc.integer()),
    );
    fc.assert(
      fc.property(
        fc.array(anyFrame, { maxLength: 8 }),
        fc.infiniteStream(fc.nat(40)),
        (frames, cuts) => {
          const bytes = Buffer.from(frames.map((frame) => `${JSON.stringify(frame)}\n`).join(""));
          const chunks: Uint8Array[] = [];
          for (let at = 0; at < bytes.length;) {
            const size = 1 + (cuts.next().value ?? 0);
            chunks.push(bytes.subarray(at, at + size));
            at += size;
          }
          expect(readAll(chunks)).toEqual(JSON.parse(JSON.stringify(frames)));
        },
      ),
    );
  });

  test.each([
    ["not JSON", "{oops\n"],
    ["not an object", "[1]\n"],
    ["a number", "7\n"],
  ])("refuses what is %s", (_name, line) => {
    expect(() => readAll([Buffer.from(line)])).toThrow(FramingError);
  });

  test("refuses a line beyond its limit, ended or not", () => {
    expect(() => readAll([Buffer.from("x".repeat(101))], 100)).toThrow(/over 100 B/u);
    expect(() => readAll([Buffer.from(`${"x".repeat(101)}\n`)], 100)).toThrow(/over 100 B/u);
  });

  test("passes over empty lines", () => {
    expect(readAll([Buffer.from('\n\r\n{"a":1}\n')])).toEqual([{ a: 1 }]);
  });
});

describe("a frame link", () => {
  test("breaks, once, when the peer sends no frame or does not read", async () => {
    const faults: (Error | undefined)[] = [];
    const server = createServer((socket) => {
      const link = createFrameLink(socket, {
        frame: () => {
          while (link.send({ filling: "x".repeat(1_000_000) }));
        },
        closed: (fault) => faults.push(fault),
      });
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("no port");
    const open = async (text: string): Promise<Socket> => {
      const socket = connect(address.port, "127.0.0.1");
      socket.on("error", () => undefined);
      socket.write(text);
      return socket;
    };
    const broken = await open("nonsense\n");
    await once(broken, "close");
    const lazy = await open('{"go":true}\n');
    lazy.pause();
    await expect.poll(() => faults.length).toBe(2);
    expect(String(faults[0])).toContain("not JSON");
    expect(String(faults[1])).toContain("has not read");
    lazy.destroy();
    server.close();
  });
});
