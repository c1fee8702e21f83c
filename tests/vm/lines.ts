// Text of a stream, line by line.
import type { Readable } from "node:stream";

export const createLines = (stream: Readable, line: (text: string) => void): void => {
  let rest = "";
  stream.setEncoding("utf8");
  stream.on("error", () => undefined);
  stream.on("data", (text: string) => {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const one of lines) line(one.replace(/\r$/u, ""));
  });
};
