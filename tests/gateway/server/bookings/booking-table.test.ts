// A table of bookings: what a row says in whatever dress, and what is wrong with one, to the line and column.
import { describe, expect, test } from "vitest";
import { readBookings, tableText } from "../../../../gateway/server/bookings/booking-table.ts";

const head = "number,arrive,depart,room type,nightly,guest,phone,room,channel,state";
const table = (...rows: readonly string[]) => readBookings([head, ...rows].join("\n"));

describe("a row", () => {
  test("says a booking", () => {
    const { rows, faults } = table(
      "H-1,2026-03-09,2026-03-10,twin,388.00,陈静,13912345678,508,ota,",
    );
    expect(faults).toEqual([]);
    expect(rows).toEqual([
      {
        line: 2,
        row: {
          code: "H-1",
          arrive: "2026-03-09",
          depart: "2026-03-10",
          roomType: "twin",
          nightly: 38_800,
          guest: "陈静",
          phone: "13912345678",
          room: "508",
          channel: "ota",
        },
      },
    ]);
  });

  test("in Chinese headings, another order, GB18030, dates with slashes and money with commas", () => {
    const gb = Buffer.from(
      "d4a4b6a9bac52cc8ebd7a1c8d5c6da2cc0ebb5eac8d5c6da2cb7bfd0cd2cb7bfbcdb2cd7b4ccac0a",
      "hex",
    );
    const rest = Buffer.from('H-9,2026/3/9,2026.03.10,king,"1,288.50",\n', "latin1");
    const { rows, faults } = readBookings(tableText(Buffer.concat([gb, rest])));
    expect(faults).toEqual([]);
    expect(rows[0]?.row).toEqual({
      code: "H-9",
      arrive: "2026-03-09",
      depart: "2026-03-10",
      roomType: "king",
      nightly: 128_850,
    });
  });

  test("with UTF-8's mark, quoted line ends and empty lines keeps its line number", () => {
    const { rows } = readBookings(
      `\ufeff${head}\r\n\r\n"H-1",2026-03-09,2026-03-10,twin,388,"陈\n静",,,,\r\nH-2,2026-03-09,2026-03-10,twin,388,,,,,取消\r\n`,
    );
    expect(rows.map(({ line, row }) => [line, row.code, row.state])).toEqual([
      [3, "H-1", undefined],
      [5, "H-2", "cancelled"],
    ]);
  });

  test.each([
    ["H 1,2026-03-09,2026-03-10,twin,388,,,,,", "number", "number"],
    [",2026-03-09,2026-03-10,twin,388,,,,,", "number", "missing"],
    ["H-1,2026-02-30,2026-03-10,twin,388,,,,,", "arrive", "date"],
    ["H-1,2026-03-09,tomorrow,twin,388,,,,,", "depart", "date"],
    ["H-1,2026-03-09,2026-03-10,twin,38.888,,,,,", "nightly", "money"],
    ["H-1,2026-03-09,2026-03-10,twin,-388,,,,,", "nightly", "money"],
    ["H-1,2026-03-09,2026-03-10,twin,388,,abc,,,", "phone", "phone"],
    ["H-1,2026-03-09,2026-03-10,twin,388,,,,pigeon,", "channel", "unknown_word"],
    ["H-1,2026-03-09,2026-03-10,twin,388,,,,,maybe", "state", "unknown_word"],
    [`H-1,2026-03-09,2026-03-10,twin,388,${"x".repeat(201)},,,,`, "guest", "too_long"],
  ])("%s is wrong at %s", (row, column, code) => {
    const { rows, faults } = table("H-0,2026-03-09,2026-03-10,twin,388,,,,,", row);
    expect(rows.map(({ line }) => line)).toEqual([2]);
    expect(faults).toEqual([{ line: 3, column, code }]);
  });
});

test("a file that is no such table is one fault, or one for each column it lacks", () => {
  expect(readBookings('number,"arrive').faults).toMatchObject([{ code: "not_csv" }]);
  expect(readBookings("").faults).toHaveLength(5);
  expect(readBookings("number,arrive,depart,nightly\n").faults).toEqual([
    { line: 1, column: "roomType", code: "missing_column" },
  ]);
  const many = readBookings(`${head}\n${"H-1,2026-03-09,2026-03-10,twin,388\n".repeat(20_001)}`);
  expect(many).toEqual({ rows: [], faults: [{ line: 1, code: "too_many_rows" }] });
  expect(readBookings(`${head}\nH-1,2026-03-09,2026-03-10,twin,388`, 0).rows[0]?.row.nightly).toBe(
    388,
  );
});
