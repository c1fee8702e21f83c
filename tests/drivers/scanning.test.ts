// Codes from scanners: lines and identifiers, keys of a wedge, stripes.
import { fc } from "../support/seeded.ts";
import { typed } from "./support/contract-beds.ts";
import { describe, expect, test } from "vitest";
import { createCodeLineReader, parseCodeLine } from "../../drivers/barcode-scanner/code-lines.ts";
import { createCodeEvents } from "../../drivers/barcode-scanner/code-events.ts";
import { gs1Values } from "../../drivers/barcode-scanner/gs1.ts";
import { createPosReader } from "../../drivers/barcode-scanner/pos-reports.ts";
import { createKeyboardReader } from "../../drivers/barcode-scanner/keyboard-reports.ts";
import { stripeNumber } from "../../drivers/barcode-scanner/wedge-scanner.ts";

const read = (...chunks: readonly Uint8Array[]): readonly string[] => {
  const codes: string[] = [];
  const reader = createCodeLineReader(({ code }) => codes.push(code));
  for (const chunk of chunks) reader(chunk);
  return codes;
};

describe("a line of a scanner", () => {
  test.each([
    ["]Q1https://example.cn/m/1", { code: "https://example.cn/m/1", symbology: "qr" }],
    ["]E06901234567892", { code: "6901234567892", symbology: "ean13" }],
    ["]E469012342", { code: "69012342", symbology: "ean8" }],
    ["]C1010690123456789217251231", { code: "010690123456789217251231", symbology: "gs1-code128" }],
    ["]d2010690", { code: "010690", symbology: "gs1-datamatrix" }],
    ["]x9unknown", { code: "]x9unknown" }],
    ["  6901234567892 ", { code: "6901234567892" }],
  ])("%s is understood", (line, code) => {
    expect(parseCodeLine(line)).toEqual(code);
  });

  test("is read in UTF-8 and in GB18030", () => {
    expect(read(Buffer.from("会员-1\n"), Buffer.from([0xbb, 0xe1, 0xd4, 0xb1, 0x0d]))).toEqual([
      "会员-1",
      "会员",
    ]);
  });

  test("gives the same codes however the bytes are cut", () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[!-\\^-~]{1,20}$/u)), fc.nat(7), (codes, size) => {
        const bytes = Buffer.from(codes.map((code) => `${code}\r\n`).join(""));
        const chunks: Uint8Array[] = [];
        for (let at = 0; at < bytes.length; at += size + 1)
          chunks.push(bytes.subarray(at, at + size + 1));
        expect(read(...chunks)).toEqual(codes);
      }),
    );
  });

  test("is dropped whole when it is noise without an end, and the next is read", () => {
    expect(read(Buffer.alloc(10_000, 0x41), Buffer.from("\nOK\n"))).toEqual(["OK"]);
  });
});

const event = (code: string, more: object = {}) => ({ event: "code.scanned", code, ...more });

/** What a desk of codes tells when these are read at these times. */
const told = (readings: readonly (readonly [string, number])[], repeatMs?: number) => {
  const events: unknown[] = [];
  const codes = createCodeEvents({ emit: (said) => events.push(said) }, repeatMs);
  for (const [line, at] of readings) {
    const scanned = parseCodeLine(line);
    if (scanned !== undefined) codes.tell(scanned, at);
  }
  return { events, counters: codes.counters };
};

describe("what the gateway hears", () => {
  test("is one code for one look, and the same code again for another", () => {
    const held = [0, 200, 600, 1000, 1600].map((at) => ["690", at] as const);
    expect(told(held)).toMatchObject({
      events: [event("690", { at: 0 }), event("690", { at: 1600 })],
      counters: { scans: 2, repeated: 3 },
    });
    expect(told([["690", 0], ["691", 10], ["690", 20]]).events).toHaveLength(3); // prettier-ignore
    expect(told(held, 0).events).toHaveLength(5);
  });

  test.each([
    ["]C1010690123456789210LOT7\u001d17261231", { "01": "06901234567892", "10": "LOT7", "17": "261231" }],
    ["]d20106901234567892172702280\u001d21S1", undefined],
    ["]Q30106901234567892\u001d21AB-9", { "01": "06901234567892", "21": "AB-9" }],
    ["]e001069012345678923103001250", { "01": "06901234567892", "3103": "001250" }],
    ["]C10106901234567893", undefined],
    ["]C101069012345678921726133110A", undefined],
    ["]C1", undefined],
  ])("of %j are the values of a sound GS1 code, and none of another", (line, gs1) => {
    const [said] = told([[line, 0]]).events as readonly { gs1?: object }[];
    expect(said?.gs1).toEqual(gs1);
  }); // prettier-ignore

  test("of any code is no more than its text, and never a fault", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary-ascii" }), (text) => {
        const values = gs1Values(text);
        if (values === undefined) return;
        const [gtin] = [values["01"] ?? "06901234567892"];
        expect(
          Array.from(gtin).reduce(
            (sum, digit, at) => sum + Number(digit) * (at % 2 === 0 ? 3 : 1),
            0,
          ) % 10,
        ).toBe(0);
      }),
    );
  });
});

/** Reports of 64 bytes as a scanner in HID POS mode sends them. */
const posReports = (aim: string, data: Buffer): readonly Buffer[] =>
  Array.from({ length: Math.ceil(data.length / 56) }, (_, part) => {
    const piece = data.subarray(part * 56, part * 56 + 56);
    const report = Buffer.alloc(64);
    report[0] = 2;
    report[1] = piece.length;
    report.write(aim, 2, "latin1");
    piece.copy(report, 5);
    report[63] = (part + 1) * 56 < data.length ? 1 : 0;
    return report;
  });

describe("a scanner in HID POS mode", () => {
  const readPos = (...reports: readonly Buffer[]) => {
    const codes: unknown[] = [];
    const reader = createPosReader((code) => codes.push(code));
    for (const report of reports) reader(report);
    return codes;
  };

  test("sends a code in one report or several, with its identifier in front", () => {
    const long = `https://store.example/m/${"7".repeat(150)}`;
    expect(
      readPos(
        ...posReports("]E0", Buffer.from("6901234567892")),
        ...posReports("]Q1", Buffer.from(long)),
        ...posReports("", Buffer.from("会员-1\r\n")),
      ),
    ).toEqual([
      { code: "6901234567892", symbology: "ean13" },
      { code: long, symbology: "qr" },
      { code: "会员-1" },
    ]);
  });

  test("sends nothing by reports of another kind, and nothing without an end", () => {
    const [endless = Buffer.alloc(64)] = posReports("]Q1", Buffer.alloc(60, 0x41));
    expect(readPos(Buffer.alloc(64), Buffer.alloc(8, 2))).toEqual([]);
    expect(readPos(...Array.from({ length: 500 }, () => endless))).toEqual([]);
    expect(
      readPos(...Array.from({ length: 81 }, () => endless), ...posReports("]E0", Buffer.from("1"))),
    ).toEqual([{ code: "1", symbology: "ean13" }]);
  });
});

describe("a keyboard wedge", () => {
  test("types what its reports say, repeated letters too", () => {
    let text = "";
    const reader = createKeyboardReader((more) => {
      text += more;
    });
    for (const report of typed("AAb-00112 ;6212=1?{x}\n")) reader(report);
    expect(text).toBe("AAb-00112 ;6212=1?{x}\n");
  });

  test("names a card by the number of track 2", () => {
    expect(stripeNumber("%B6212345678901234^WANG/MING^2512?;6212345678901234=25121010000?")).toBe(
      "6212345678901234",
    );
    expect(stripeNumber("no stripe")).toBeUndefined();
  });
});
