// The newcomer's symbol: its language, nothing else, and no other code taken for it.
import { expect, test } from "vitest";
import { readEnrolCode } from "../../../kiosk-ui/charts/cashier/enrol-code.ts";

test.each([
  ["tallygate:enrol", {}],
  ["tallygate:enrol?lang=ja", { lang: "ja" }],
  ["tallygate:enrol?lang=zh-Hant", { lang: "zh-Hant" }],
  ["tallygate:enrol?x=1&lang=ar", { lang: "ar" }],
  ["tallygate:enrol?lang=", {}],
  ["tallygate:enrol?lang=%3Cb%3E", {}],
  ["tallygate:enrolment", undefined],
  ["TALLYGATE:ENROL", undefined],
  ["https://shop.example/tallygate:enrol", undefined],
  ["6901234567892", undefined],
  ["", undefined],
])("%s", (code, read) => {
  expect(readEnrolCode(code)).toEqual(read);
});
