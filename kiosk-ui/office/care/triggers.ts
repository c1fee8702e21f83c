// A campaign's trigger as a form: which fields each kind has, what they make, and what it says in a sentence.
import { html, nothing, type TemplateResult } from "lit";
import type { ParamsOf } from "../../../gateway/protocol/operations.ts";
import { moneyText, weekdayText } from "../format.ts";
import type { Office } from "../office.ts";
import { choice, field, minorOf, typedOf, wholeOf } from "./fields.ts";
import type { SayCare } from "./words.ts";

export type Trigger = ParamsOf<"campaign.put">["trigger"];
export type Kind = Trigger["kind"];

export const kinds = [
  "once",
  "birthday",
  "holiday",
  "member_day",
  "win_back",
  "sign_up",
  "goal",
  "referral",
] as const satisfies readonly Kind[];

/** Feasts people name; the moon's among them move from year to year. */
const feasts = [
  ["spring", 1, 1, "lunar"],
  ["lantern", 1, 15, "lunar"],
  ["dragon", 5, 5, "lunar"],
  ["qixi", 7, 7, "lunar"],
  ["moon", 8, 15, "lunar"],
  ["ninth", 9, 9, "lunar"],
  ["newyear", 1, 1, "solar"],
  ["women", 3, 8, "solar"],
  ["national", 10, 1, "solar"],
] as const;

const weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
const goals = ["spend", "visit", "night", "topup"] as const;

/** What a new campaign of a kind begins with. */
export const firstTrigger = (kind: Kind): Trigger => {
  switch (kind) {
    case "birthday":
      return { kind, leadDays: 7 };
    case "holiday":
      return { kind, day: { month: 8, day: 15, calendar: "lunar" }, leadDays: 3 };
    case "member_day":
      return { kind, weekday: "tue" };
    case "win_back":
      return { kind, awayDays: 90 };
    case "goal":
      return { kind, what: "spend", goal: 100_000, repeat: false };
    case "referral":
      return { kind, spend: 0 };
    case "once":
    case "sign_up":
      return { kind };
  }
};

const isMoney = (what: (typeof goals)[number]): boolean => what === "spend" || what === "topup";
const feastOf = (trigger: Extract<Trigger, { kind: "holiday" }>): string => {
  const { month, day, calendar } = trigger.day;
  const known = feasts.find(([, ...of]) => of.join() === [month, day, calendar].join());
  return known?.[0] ?? "own";
};
/** 1 January 2024 was a Monday. */
const weekdayName = (weekday: string, language: string): string =>
  weekdayText(`2024-01-0${weekdays.indexOf(weekday as (typeof weekdays)[number]) + 1}`, language);

export interface TriggerForm {
  readonly office: Office;
  readonly say: SayCare;
  readonly trigger: Trigger;
  readonly disabled: boolean;
  readonly change: (to: Trigger) => void;
}

export const triggerFields = (form: TriggerForm): TemplateResult | typeof nothing => {
  const { trigger, say, disabled, change } = form;
  const whole = (name: string, label: string, value: number, to: (typed: number) => Trigger) =>
    field({
      name,
      label,
      value: String(value),
      disabled,
      changed: (typed) => change(to(wholeOf(typed) ?? value)),
    });
  switch (trigger.kind) {
    case "once":
    case "sign_up":
      return nothing;
    case "birthday":
      return whole("lead", say("trigger.lead"), trigger.leadDays, (leadDays) => ({
        ...trigger,
        leadDays,
      }));
    case "win_back":
      return whole("away", say("trigger.away"), trigger.awayDays, (awayDays) => ({
        ...trigger,
        awayDays,
      }));
    case "holiday":
      return html`${feastFields(form, trigger)}
      ${whole("lead", say("trigger.lead"), trigger.leadDays, (leadDays) => ({ ...trigger, leadDays }))}`;
    case "member_day":
      return dayField(form, trigger);
    case "goal":
      return goalFields(form, trigger);
    case "referral":
      return field({
        name: "spend",
        label: say("trigger.spend"),
        value: typedOf(trigger.spend, form.office.reading),
        disabled,
        changed: (typed) =>
          change({ ...trigger, spend: minorOf(typed, form.office.reading) ?? trigger.spend }),
      });
  }
};

const feastFields = (
  { say, disabled, change }: TriggerForm,
  trigger: Extract<Trigger, { kind: "holiday" }>,
): TemplateResult => {
  const feast = feastOf(trigger);
  const named = [...feasts.map(([name]) => name), "own"] as const;
  const part = (name: "month" | "day") =>
    field({
      name,
      label: say(`trigger.${name}`),
      value: String(trigger.day[name]),
      disabled,
      changed: (typed) =>
        change({
          ...trigger,
          day: { ...trigger.day, [name]: wholeOf(typed) ?? trigger.day[name] },
        }),
    });
  return html`
    ${choice({
      name: "feast",
      label: say("kind.holiday"),
      value: feast,
      disabled,
      options: named.map((name) => [name, say(`feast.${name}`)]),
      changed: (name) => {
        const [, month = 6, day = 1, calendar = "solar" as const] =
          feasts.find(([of]) => of === name) ?? [];
        change({ ...trigger, day: { month, day, calendar } });
      },
    })}
    ${
      feast === "own"
        ? html`${choice({
            name: "calendar",
            label: say("trigger.calendar"),
            value: trigger.day.calendar,
            disabled,
            options: (["solar", "lunar"] as const).map((one) => [one, say(`calendar.${one}`)]),
            changed: (typed) =>
              change({
                ...trigger,
                day: { ...trigger.day, calendar: typed === "lunar" ? "lunar" : "solar" },
              }),
          })}
          ${part("month")} ${part("day")}`
        : nothing
    }
  `;
};

const dayField = (
  { office, say, disabled, change }: TriggerForm,
  trigger: Extract<Trigger, { kind: "member_day" }>,
): TemplateResult => {
  const monthDays = Array.from({ length: 31 }, (_, at) => String(at + 1));
  return choice({
    name: "day",
    label: say("kind.member_day"),
    value: "weekday" in trigger ? trigger.weekday : String(trigger.monthDay),
    disabled,
    options: [
      ...weekdays.map((day) => [day, weekdayName(day, office.language)] as const),
      ...monthDays.map((day) => [day, `${say("trigger.monthDay")} ${day}`] as const),
    ],
    changed: (typed) => {
      const weekday = weekdays.find((day) => day === typed);
      change(
        weekday === undefined
          ? { kind: "member_day", monthDay: Number(typed) }
          : { kind: "member_day", weekday },
      );
    },
  });
};

const goalFields = (
  { office, say, disabled, change }: TriggerForm,
  trigger: Extract<Trigger, { kind: "goal" }>,
): TemplateResult => {
  const { what, goal, repeat } = trigger;
  return html`
    ${choice({
      name: "what",
      label: say("trigger.what"),
      value: what,
      disabled,
      options: goals.map((one) => [one, say(`what.${one}`)]),
      changed: (typed) => {
        const to = goals.find((one) => one === typed) ?? what;
        change({ ...trigger, what: to, goal: isMoney(to) ? 100_000 : 5 });
      },
    })}
    ${field({
      name: "goal",
      label: say("trigger.goal"),
      value: isMoney(what) ? typedOf(goal, office.reading) : String(goal),
      disabled,
      changed: (typed) => {
        const typedGoal = isMoney(what) ? minorOf(typed, office.reading) : wholeOf(typed);
        change({ ...trigger, goal: Math.max(1, typedGoal ?? goal) });
      },
    })}
    <label class="check"
      ><input
        type="checkbox"
        name="repeat"
        .checked=${repeat}
        ?disabled=${disabled}
        @change=${() => change({ ...trigger, repeat: !repeat })}
      />${say("trigger.repeat")}</label
    >
  `;
};

/** What must happen, in a sentence. */
export const triggerText = (office: Office, say: SayCare, trigger: Trigger): string => {
  const { reading, language } = office;
  switch (trigger.kind) {
    case "once":
    case "sign_up":
      return say(`says.${trigger.kind}`);
    case "birthday":
      return say("says.birthday", { days: trigger.leadDays });
    case "win_back":
      return say("says.win_back", { days: trigger.awayDays });
    case "referral":
      return say("says.referral", { spend: moneyText(trigger.spend, reading) });
    case "member_day": {
      const day =
        "weekday" in trigger
          ? weekdayName(trigger.weekday, language)
          : `${say("trigger.monthDay")} ${trigger.monthDay}`;
      return say("says.member_day", { day });
    }
    case "holiday": {
      const { month, day, calendar } = trigger.day;
      const date = `${say(`calendar.${calendar}`)} ${month}-${day}`;
      const feast = feasts.find(([name]) => name === feastOf(trigger))?.[0];
      const name = feast === undefined ? date : `${say(`feast.${feast}`)} (${date})`;
      return say("says.holiday", { day: name, days: trigger.leadDays });
    }
    case "goal": {
      const goal = isMoney(trigger.what) ? moneyText(trigger.goal, reading) : String(trigger.goal);
      const once = say("says.goal", { what: say(`what.${trigger.what}`), goal });
      const comma = language === "en" ? ", " : "，";
      return trigger.repeat ? `${once}${comma}${say("says.repeat")}` : once;
    }
  }
};
