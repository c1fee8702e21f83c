// A job's row: small, and the job again when it is read; rows of earlier versions as well.
import { expect, test } from "vitest";
import type { PrintDocument } from "../../../gateway/devices/contract.ts";
import { heard, handed, jobOf, newJob, rowOf } from "../../../gateway/devices/job.ts";
import { fc } from "../../support/seeded.ts";

const line = fc.oneof(fc.string(), fc.constantFrom("合计", "储值余额", "458.40 元", '"},{"kind":'));
const block = fc.oneof(
  fc.record({ kind: fc.constant("text" as const), text: line, bold: fc.boolean() }),
  fc.record({ kind: fc.constant("row" as const), left: line, right: line }),
  fc.record({ kind: fc.constant("qr" as const), data: line }),
  fc.constant({ kind: "rule" as const }),
);
const document = fc.record({
  kind: fc.constantFrom("receipt", "document"),
  lang: fc.constantFrom("zh-CN", "en"),
  blocks: fc.array(block, { maxLength: 12 }),
}) as fc.Arbitrary<PrintDocument>;

const jobFor = (one: PrintDocument, receipt?: string) =>
  newJob(
    {
      printer: "desk-printer",
      document: one,
      actor: { station: "st_1", role: "cashier", staff: "1001" },
      ...(receipt === undefined ? {} : { receipt }),
    },
    { job: "job_1", order: 7, copy: 0, nowMs: 1_795_317_128_468 },
  );

test("a job is read back from its row in every state", () => {
  fc.assert(
    fc.property(document, fc.option(fc.string(), { nil: undefined }), (one, receipt) => {
      const fresh = jobFor(one, receipt);
      const out = handed(fresh, "boot-1");
      const told = { event: "job", device: "desk-printer", job: "job_1", attempt: 1 } as const;
      const printed = heard(out, { ...told, state: "printed" } as Parameters<typeof heard>[1]);
      for (const job of [fresh, out, printed, { ...fresh, copies: 3, copy: 2 }]) {
        expect(jobOf(JSON.parse(JSON.stringify(rowOf(job))))).toEqual(job);
      }
    }),
  );
});

test("a row of an earlier version holds its document as it is", () => {
  const one: PrintDocument = { kind: "receipt", lang: "en", blocks: [{ kind: "rule" }] };
  const job = jobFor(one);
  const body = JSON.parse(JSON.stringify(job));
  expect(jobOf({ id: "job_1", body })).toEqual(job);
});

test("a row of another hand is refused", () => {
  const { body } = rowOf(jobFor({ kind: "receipt", lang: "en", blocks: [] }));
  expect(() => jobOf({ id: "job_1", body: { ...body, printer: 7 } })).toThrow("damaged");
  expect(() => jobOf({ id: "job_1", body: { ...body, document: "z1:AAAA" } })).toThrow();
});
