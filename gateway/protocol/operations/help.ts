// help.* and topup.*: a guest at a kiosk calls a person, or tells a cashier how much she wants to pay in.
import Type from "typebox";
import { call, change } from "../operation.ts";
import { id, instant, oneOf, open, price } from "../values.ts";

const member = Type.Optional(open({ name: Type.String() }));
const help = { help: id };
const intent = { intent: id };

export const helpOperations = {
  "help.call": change(
    {
      says: "Calls a person to this kiosk; while a call is open, calling again answers that one.",
      who: "K",
    },
    {
      reason: oneOf(["help", "payment", "card", "paper", "access", "other"]),
      account: Type.Optional(id),
    },
    { help: Type.String(), state: Type.String(), at: instant },
  ),
  "help.cancel": change({ says: "Takes the kiosk's own call back.", who: "K" }, help, {
    help: Type.String(),
    state: Type.String(),
  }),
  "help.list": call(
    { says: "Open calls, oldest first; a kiosk sees its own.", who: "KCO" },
    {},
    open({
      calls: Type.Array(
        open({
          help: Type.String(),
          station: Type.String(),
          name: Type.String(),
          reason: Type.String(),
          state: oneOf(["called", "seen", "coming"]),
          at: instant,
          by: Type.Optional(Type.String()),
          answeredAt: Type.Optional(instant),
          account: Type.Optional(Type.String()),
          member,
        }),
      ),
    }),
  ),
  "help.answer": change(
    { says: "Tells the guest that she was seen, that somebody comes; `done` closes.", who: "CO" },
    { ...help, state: oneOf(["seen", "coming", "done"]) },
    { help: Type.String(), state: Type.String() },
  ),
};

export const topUpOperations = {
  "topup.intend": change(
    { says: "The guest's amount for the cashier's queue; lives fifteen minutes.", who: "K" },
    { account: id, amount: price },
    { intent: Type.String(), amount: price, expiresAt: instant },
  ),
  "topup.cancel": change(
    { says: "Takes an intended top-up off the queue; a kiosk only its own.", who: "KCO" },
    intent,
    { intent: Type.String(), state: Type.String() },
  ),
  "topup.intents": call(
    { says: "Intended top-ups, oldest first; a kiosk sees its own.", who: "KCO" },
    {},
    open({
      intents: Type.Array(
        open({
          intent: Type.String(),
          state: oneOf(["open", "taken"]),
          account: Type.String(),
          amount: price,
          station: Type.String(),
          name: Type.String(),
          at: instant,
          expiresAt: instant,
          by: Type.Optional(Type.String()),
          member,
        }),
      ),
    }),
  ),
  "topup.take": change(
    { says: "Takes an intended top-up on; `account.topUp {intent}` closes it.", who: "C" },
    intent,
    { intent: Type.String(), account: Type.String(), amount: price, state: Type.String() },
  ),
};
