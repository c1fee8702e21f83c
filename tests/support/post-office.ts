// A real mail server for tests: takes what it is told to take, and keeps it as it came over the wire.
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";

export interface Mail {
  readonly to: string;
  /** the whole message, decoded as far as quoted-printable and base64 bodies go */
  readonly text: string;
  readonly id: string;
}

export interface PostOffice {
  readonly url: string;
  readonly mails: readonly Mail[];
  /** recipients it was offered, also those it refused */
  readonly offered: readonly string[];
  /** status for a recipient; 0 = takes it */
  refuse: (to: string, tries: number) => number;
  [Symbol.asyncDispose](): Promise<void>;
}

const decoded = (raw: string): string => {
  const [head = "", ...body] = raw.split("\r\n\r\n");
  const text = body.join("\r\n\r\n");
  const encoding = /content-transfer-encoding: (\S+)/iu.exec(head)?.[1]?.toLowerCase();
  if (encoding === "base64") return `${head}\n\n${Buffer.from(text, "base64").toString("utf8")}`;
  if (encoding !== "quoted-printable") return raw;
  const bytes = text
    .replaceAll("=\r\n", "")
    .replaceAll(/=([0-9A-F]{2})/gu, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return `${head}\n\n${Buffer.from(bytes, "latin1").toString("utf8")}`;
};

export const startPostOffice = async (): Promise<PostOffice> => {
  const mails: Mail[] = [];
  const offered: string[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS", "AUTH"],
    onRcptTo: ({ address }, _session, done) => {
      offered.push(address);
      const tries = offered.filter((one) => one === address).length;
      const status = office.refuse(address, tries);
      if (status === 0) return done();
      return done(Object.assign(new Error("not now"), { responseCode: status }));
    },
    onData: (stream, session, done) => {
      const parts: Buffer[] = [];
      stream.on("data", (part: Buffer) => parts.push(part));
      stream.on("end", () => {
        const raw = Buffer.concat(parts).toString("latin1");
        const to = session.envelope.rcptTo[0]?.address ?? "";
        const id = /message-id: <([^@>]+)/iu.exec(raw)?.[1] ?? "";
        mails.push({ to, text: decoded(raw), id });
        done();
      });
    },
  });
  // A sender that was killed leaves its connection broken: that is its own affair.
  server.on("error", () => undefined);
  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  const { port } = server.server.address() as AddressInfo;
  const office: PostOffice = {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    offered,
    refuse: () => 0,
    [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())),
  };
  return office;
};
