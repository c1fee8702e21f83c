// Everything that reads what it did not write itself: one line each, with the inputs it is fed and what it may say.
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { fc } from "../support/seeded.ts";
import { createCodeLineReader, parseCodeLine } from "../../drivers/barcode-scanner/code-lines.ts";
import { gs1Values } from "../../drivers/barcode-scanner/gs1.ts";
import { createKeyboardReader } from "../../drivers/barcode-scanner/keyboard-reports.ts";
import { createPosReader } from "../../drivers/barcode-scanner/pos-reports.ts";
import { ndefAddress } from "../../drivers/card-reader/ndef.ts";
import { verifySun } from "../../drivers/card-reader/sun.ts";
import { createFrameReader, FramingError } from "../../drivers/framing.ts";
import { parseIdentityText } from "../../drivers/id-reader/identity-text.ts";
import { createSamReader, samAnswer } from "../../drivers/id-reader/sam-frames.ts";
import { isPcscOrder, isPcscWord } from "../../drivers/ports/pcsc-frames.ts";
import { createPrinterEars, realtimeStatus } from "../../drivers/receipt-printer/printer-words.ts";
import { createStarEars } from "../../drivers/receipt-printer/star-words.ts";
import { createEscposParser } from "../../drivers/simulated/escpos-parser.ts";
import { createStarParser } from "../../drivers/simulated/star-parser.ts";
import { readBody } from "../../gateway/chain/order.ts";
import { ConfigError, readConfig } from "../../gateway/config.ts";
import { readDeviceList, readHostFrame, readRecording } from "../../gateway/devices/host-frames.ts";
import { chainHash } from "../../gateway/ledger/hash.ts";
import { readReceiptCode } from "../../gateway/ledger/receipt-code.ts";
import { operationNames } from "../../gateway/protocol/operations.ts";
import { parseProgramme } from "../../gateway/programme/programme.ts";
import { normalCode } from "../../gateway/server/access/invitations.ts";
import { signatureFits } from "../../gateway/server/access/station-key.ts";
import { createAllowList } from "../../gateway/server/allow-list.ts";
import { clearOfBankCards, withoutBankCards } from "../../gateway/server/bank-cards.ts";
import { readBookings, tableText } from "../../gateway/server/bookings/booking-table.ts";
import { readFrame } from "../../gateway/server/frame.ts";
import { shapesOf } from "../../gateway/server/schemas.ts";
import { readLanNames } from "../../gateway/server/tls/lan-names.ts";
import { BackupUnreadable, readBackup } from "../../gateway/store/backup-file.ts";
import { helloIn, holdsIn, introductionIn } from "../../gateway/store/follow/words.ts";
import { readManifest } from "../../provisioning/bundle/manifest.ts";
import { BundleRefused } from "../../provisioning/bundle/refused.ts";
import { readTar } from "../../provisioning/bundle/tar.ts";
import { verifyBundle } from "../../provisioning/bundle/verify.ts";
import { readProof } from "../../provisioning/ledger/proof.ts";
import { demoFile } from "./demo-file.ts";
import { bytesLike, bytes, damaged, json, text } from "./inputs.ts";

export interface Parser<T = unknown> {
  /** the file it is in, from the root of the repository */
  readonly file: string;
  readonly input: fc.Arbitrary<T>;
  /** Reads one input; anything it throws (or rejects with) but `says` is a defect. */
  readonly read: (input: T) => unknown;
  /** the fault it may answer with */
  readonly says?: abstract new (...args: never[]) => Error;
}

const entryText =
  '{"id":"e_1","store":"s_1","epoch":1,"seq":1,"lines":[{"account":"liab:x:a:b","unit":"CNY","amount":1}],"events":[]}';

const spareText = '{"do":"follow","nonce":"n","epoch":1,"proof":"p","holds":7}';

const parser = <T>(wanted: Parser<T>): Parser => wanted as unknown as Parser;

/** A reader of a stream gets the bytes in pieces. */
const inPieces = (make: () => (piece: Uint8Array) => void, input: fc.Arbitrary<Uint8Array>) => ({
  input: fc.tuple(input, fc.integer({ min: 1, max: 64 })),
  read: ([all, size]: [Uint8Array, number]): void => {
    const take = make();
    for (let at = 0; at < all.length; at += size) take(all.subarray(at, at + size));
  },
});

const bookingsHead = "number,arrive,depart,room type,nightly\n";
const bytesOf = (written: string): Uint8Array => new TextEncoder().encode(written);
const nothing = (): void => undefined;
const frameText = '{"jsonrpc":"2.0","id":1,"method":"bill.quote","params":{"lines":[]}}';
const allowList = createAllowList({ address: "127.0.0.1", port: 8140, secure: false, names: [] });
const station = {
  kty: "EC",
  crv: "P-256",
  x: "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
  y: "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
} as const;
const challenge = { nonce: "n", boot: "b", origin: "o", station: "s" };
const sunKeys = { file: Buffer.alloc(16, 1), meta: Buffer.alloc(16, 2) };
const backup = join(mkdtempSync(join(tmpdir(), "tallygate-fuzz-")), "backup");
let turn = 0;
const sink = { begin: nothing, piece: nothing, end: nothing };

export const parsers: Readonly<Record<string, Parser>> = {
  "protocol frame": parser({
    file: "gateway/server/frame.ts",
    input: fc.oneof(text, damaged(frameText), fc.json({ maxDepth: 6 })),
    read: readFrame,
  }),
  params: parser({
    file: "gateway/server/schemas.ts",
    input: json,
    read: (value: unknown) => {
      const op = operationNames[turn++ % operationNames.length] ?? "store.info";
      const { params } = shapesOf(op);
      return params.fits(value) || params.misfit(value);
    },
  }),
  bill: parser({
    file: "gateway/server/schemas.ts",
    input: fc.record({
      lines: fc.array(fc.oneof(json, fc.record({ venue: text, list: json, quantity: json }))),
      card: json,
      tenders: fc.array(json),
    }),
    read: (value: unknown) => {
      const { params } = shapesOf("bill.settle");
      return params.fits(value) || params.misfit(value);
    },
  }),
  "Host and Origin": parser({
    file: "gateway/server/allow-list.ts",
    input: fc.oneof(text, damaged("http://127.0.0.1:8140")),
    read: (name: string) => allowList.host(name) || allowList.origin(name),
  }),
  "table of bookings": parser({
    file: "gateway/server/bookings/booking-table.ts",
    input: fc.oneof(
      damaged(`${bookingsHead}H-1,2026-03-09,2026-03-10,twin,388.00\n`).map(bytesOf),
      bytes,
    ),
    read: (table: Uint8Array) => readBookings(tableText(table)),
  }),
  "pairing code": parser({
    file: "gateway/server/access/invitations.ts",
    input: text,
    read: normalCode,
  }),
  "station signature": parser({
    file: "gateway/server/access/station-key.ts",
    input: fc.oneof(text, fc.base64String({ minLength: 84, maxLength: 90 })),
    read: (signature: string) => signatureFits(station, signature, challenge),
  }),
  "bank card numbers": parser({
    file: "gateway/server/bank-cards.ts",
    input: fc.tuple(
      fc.oneof(text, fc.stringMatching(/^[0-9 -]{0,80}$/)),
      fc.dictionary(text, json, { maxKeys: 4 }),
    ),
    read: ([words, params]: [string, object]) => [
      withoutBankCards(words),
      clearOfBankCards(params),
    ],
  }),
  "names of the network": parser({
    file: "gateway/server/tls/lan-names.ts",
    input: fc.oneof(text, damaged("gw.store-0042.lan,192.168.7.20/24,fd00::5/64")),
    read: readLanNames,
    says: ConfigError,
  }),
  "command line": parser({
    file: "gateway/config.ts",
    input: fc.array(fc.oneof(text, fc.constantFrom("--port", "--host", "--clock", "--simulate")), {
      maxLength: 6,
    }),
    read: readConfig,
    says: ConfigError,
  }),
  "programme file": parser({
    file: "gateway/programme/programme.ts",
    input: fc.oneof({ weight: 1, arbitrary: json }, { weight: 2, arbitrary: demoFile }),
    read: parseProgramme,
  }),
  "receipt code": parser({
    file: "gateway/ledger/receipt-code.ts",
    input: fc.oneof(text, damaged(`tg1:r_1:${"A".repeat(43)}`)),
    read: readReceiptCode,
  }),
  "ledger proof": parser({
    file: "provisioning/ledger/proof.ts",
    input: fc.oneof(text, fc.json({ maxDepth: 4 })),
    read: readProof,
  }),
  "backup file": parser({
    file: "gateway/store/backup-file.ts",
    input: fc.oneof(
      bytes,
      bytesLike(`{"tallygate":"backup","version":1,"salt":"x","entries":1}\n`),
    ),
    read: (file: Uint8Array) => {
      writeFileSync(backup, file);
      return readBackup(backup, `${backup}.plain`, Buffer.alloc(32, 3));
    },
    says: BackupUnreadable,
  }),
  "bundle's first line": parser({
    file: "provisioning/bundle/manifest.ts",
    input: fc.oneof(
      text,
      json.map((value) => JSON.stringify(value) ?? ""),
    ),
    read: readManifest,
  }),
  "bundle's tar": parser({
    file: "provisioning/bundle/tar.ts",
    input: fc.array(bytesLike("a.txt\0ustar\u000000"), { maxLength: 12 }),
    read: (pieces: readonly Uint8Array[]) =>
      readTar(
        Readable.from(
          pieces.map((piece) => Buffer.from(piece)),
          { objectMode: true },
        ),
        sink,
        10,
      ),
    says: BundleRefused,
  }),
  bundle: parser({
    file: "provisioning/bundle/verify.ts",
    input: fc.oneof(
      bytes,
      bytesLike(`{"format":"tallygate bundle 1","kind":"config"}\n0123456789abcdef x\n`),
    ),
    read: (file: Uint8Array) => {
      writeFileSync(backup, file);
      return verifyBundle(backup, { kinds: ["config"], trusted: [], nowMs: 0 });
    },
    says: BundleRefused,
  }),
  "device host frame": parser({
    file: "drivers/framing.ts",
    ...inPieces(
      () => createFrameReader(nothing),
      bytesLike('{"event":"card.presented","device":"r"}\n'),
    ),
    says: FramingError,
  }),
  "device host word": parser({
    file: "gateway/devices/host-frames.ts",
    input: json,
    read: (value: unknown) => [readHostFrame(value), readDeviceList(value), readRecording(value)],
  }),
  "ESC/POS status": parser({
    file: "drivers/receipt-printer/printer-words.ts",
    ...inPieces(() => {
      const hear = createPrinterEars(nothing);
      return (piece) => void [hear(piece), realtimeStatus([...piece.subarray(0, 4)])];
    }, bytes),
  }),
  "Star status": parser({
    file: "drivers/receipt-printer/star-words.ts",
    ...inPieces(() => createStarEars(nothing), bytes),
  }),
  "PC/SC child frame": parser({
    file: "drivers/ports/pcsc-frames.ts",
    input: json,
    read: (value: unknown) => [isPcscWord(value), isPcscOrder(value)],
  }),
  "NDEF message": parser({ file: "drivers/card-reader/ndef.ts", input: bytes, read: ndefAddress }),
  "tag cryptogram": parser({
    file: "drivers/card-reader/sun.ts",
    input: fc.oneof(
      text,
      damaged(`https://t.example/?e=EF963FF7828658A599F3041510671E88&c=94EED9EE65337086`),
    ),
    read: (url: string) => verifySun(url, sunKeys),
  }),
  "scanned line": parser({
    file: "drivers/barcode-scanner/code-lines.ts",
    ...inPieces(() => {
      const take = createCodeLineReader(nothing);
      return (piece) => void [take(piece), parseCodeLine(Buffer.from(piece).toString("latin1"))];
    }, bytesLike("]C1010690123456789210\u001dLOT\r\n")),
  }),
  "GS1 element string": parser({
    file: "drivers/barcode-scanner/gs1.ts",
    input: fc.oneof(text, damaged("]C1010690123456789210LOT\u001d17251231")),
    read: gs1Values,
  }),
  "POS scanner report": parser({
    file: "drivers/barcode-scanner/pos-reports.ts",
    input: fc.array(fc.uint8Array({ maxLength: 70 }), { maxLength: 6 }),
    read: (reports: readonly Uint8Array[]) => {
      const hear = createPosReader(nothing);
      for (const report of reports) hear(report);
    },
  }),
  "entry of another store": parser({
    file: "gateway/chain/order.ts",
    input: fc.oneof(text, fc.json({ maxDepth: 4 }), damaged(entryText)),
    // Its hash is right: what a store that lies would send.
    read: (body: string) =>
      readBody({
        id: "e_1",
        store: "s_1",
        epoch: 1,
        seq: 1,
        previous: "",
        hash: chainHash("", body),
        body,
      }),
  }),
  "keyboard report": parser({
    file: "drivers/barcode-scanner/keyboard-reports.ts",
    input: fc.uint8Array({ maxLength: 12 }),
    read: (report: Uint8Array) => createKeyboardReader(nothing)(report),
  }),
  "identity reader frame": parser({
    file: "drivers/id-reader/sam-frames.ts",
    ...inPieces(() => createSamReader(nothing), bytesLike(samAnswer(0x90, Buffer.alloc(20, 7)))),
  }),
  "identity card text": parser({
    file: "drivers/id-reader/identity-text.ts",
    input: fc.uint8Array({ minLength: 200, maxLength: 300 }),
    read: parseIdentityText,
  }),
  "word of a store or its spare": parser({
    file: "gateway/store/follow/words.ts",
    input: fc.oneof(
      text,
      json.map((value) => JSON.stringify(value)),
      damaged(spareText),
    ),
    read: (word: string) => [helloIn(word), introductionIn(word), holdsIn(word)],
  }),
  "simulated ESC/POS paper": parser({
    file: "drivers/simulated/escpos-parser.ts",
    ...inPieces(() => drained(createEscposParser()), bytes),
  }),
  "simulated Star paper": parser({
    file: "drivers/simulated/star-parser.ts",
    ...inPieces(() => drained(createStarParser()), bytes),
  }),
};

const drained =
  ({ push, next }: { push: (piece: Uint8Array) => void; next: () => unknown }) =>
  (piece: Uint8Array): void => {
    push(piece);
    while (next() !== undefined);
  };
