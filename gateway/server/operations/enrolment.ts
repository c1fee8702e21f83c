// enrolment.*: bundles for stores that are being opened. Taking one happens before any session.
import { refusal } from "../../refusals.ts";
import { err, ok } from "../../result.ts";
import type { Enrolment } from "../access/enrolments.ts";
import { writeAudit } from "../audit.ts";
import type { Handlers } from "../handler.ts";
import type { House } from "../house.ts";

type Names = "enrolment.offer" | "enrolment.list" | "enrolment.withdraw" | "enrolment.take";

const daysUsual = 14;

export const enrolmentHandlers = (house: House): Handlers<Names> => {
  const { enrolments } = house;
  const instantOf = (ms: number): string => house.momentAt(ms).at;
  const shown = ({ enrolment, store, code, expiresAtMs, machine, takenAtMs }: Enrolment) => ({
    enrolment,
    store,
    code,
    expiresAt: instantOf(expiresAtMs),
    ...(machine === undefined ? {} : { machine }),
    ...(takenAtMs === undefined ? {} : { takenAt: instantOf(takenAtMs) }),
  });

  return {
    "enrolment.offer": async ({ key, store, bundle, days = daysUsual }, caller) => {
      const id = `enr_${house.pins.digest(key).slice(0, 32)}`;
      const isKnown = enrolments.list().some(({ enrolment }) => enrolment === id);
      const held = enrolments.offer({ enrolment: id, store, bundle, days });
      if (held === undefined) return err(refusal("limit.reached"));
      const { enrolment, code, expiresAt } = shown(held);
      if (isKnown) return ok({ enrolment, code, expiresAt, replay: true });
      const event = { type: "EnrolmentOffered", enrolment, store } as const;
      await writeAudit(house, { op: "enrolment.offer", caller, event });
      return ok({ enrolment, code, expiresAt });
    },
    "enrolment.list": () => ok({ enrolments: enrolments.list().map(shown) }),
    "enrolment.withdraw": async ({ enrolment }, caller) => {
      if (!enrolments.withdraw(enrolment)) return err(refusal("not_found", { what: "enrolment" }));
      const event = { type: "EnrolmentWithdrawn", enrolment } as const;
      await writeAudit(house, { op: "enrolment.withdraw", caller, event });
      return ok({ enrolment });
    },
    "enrolment.take": async (asked, caller) => {
      const taken = enrolments.take(asked);
      if (taken === "busy") return err(refusal("too_many"));
      if (taken === "wrong") return err(refusal("pairing.failed"));
      const { enrolment, store, bundle } = taken;
      const event = { type: "EnrolmentTaken", enrolment, store, machine: asked.machine } as const;
      await writeAudit(house, { op: "enrolment.take", caller, event });
      return ok({ store, bundle });
    },
  };
};
