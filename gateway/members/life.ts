// The deciders and evolvers of people, cards, stays, shifts and staff, for the registry.
import { calendarEvolvers, putCalendar } from "./calendar/calendar.ts";
import { checkCardPin, identify } from "./card/identify.ts";
import { issue } from "./card/issue.ts";
import { block, lossEvolvers, reportLost, setPin, unblock } from "./card/loss.ts";
import { newCardEvolvers } from "./card/new-card.ts";
import { pinEvolvers } from "./card/pin.ts";
import { refund, refundEvolvers } from "./card/refund.ts";
import { exchange, renew, renewEvolvers, replace } from "./card/replace.ts";
import { enrol, enrolEvolvers } from "./member/enrol.ts";
import { erase, eraseEvolvers } from "./member/erase.ts";
import { merge, mergeEvolvers } from "./member/merge.ts";
import { numberingEvolvers, putNumbering } from "./member/numbering.ts";
import { relate, relateEvolvers } from "./member/relate.ts";
import { note, update, updateEvolvers } from "./member/update.ts";
import { publish } from "./programme/publish.ts";
import { arrivalEvolvers, checkInArrival } from "./stay/arrival.ts";
import { checkInEvolvers, checkInStay } from "./stay/check-in.ts";
import { checkOutEvolvers, checkOutStay, quoteStayCheckOut } from "./stay/check-out.ts";
import { putStay, stayPutEvolvers } from "./stay/put.ts";
import { moveCash, shiftCashEvolvers } from "./shift/cash.ts";
import { close, count, open, shiftEvolvers } from "./shift/shift.ts";
import { vouch } from "./staff/approval.ts";
import { putStaff, signIn, signInByCard, staffEvolvers } from "./staff/staff.ts";

export const lifeDeciders = {
  "member.enrol": enrol,
  "member.update": update,
  "member.note": note,
  "member.erase": erase,
  "member.merge": merge,
  "member.relate": relate,
  "numbering.put": putNumbering,
  "card.issue": issue,
  "card.identify": identify,
  "card.checkPin": checkCardPin,
  "card.setPin": setPin,
  "card.reportLost": reportLost,
  "card.block": block,
  "card.unblock": unblock,
  "card.replace": replace,
  "card.exchange": exchange,
  "card.renew": renew,
  "card.refund": refund,
  "stay.put": putStay,
  "stay.checkIn": checkInStay,
  "stay.quoteCheckOut": quoteStayCheckOut,
  "stay.checkOut": checkOutStay,
  "arrival.checkIn": checkInArrival,
  "shift.open": open,
  "shift.count": count,
  "shift.cash": moveCash,
  "shift.close": close,
  "staff.put": putStaff,
  "staff.first": putStaff,
  "staff.signIn": signIn,
  "staff.signInByCard": signInByCard,
  "staff.vouch": vouch,
  "calendar.put": putCalendar,
  "programme.publish": publish,
} as const;

export const lifeEvolvers = {
  ...enrolEvolvers,
  ...updateEvolvers,
  ...eraseEvolvers,
  ...mergeEvolvers,
  ...relateEvolvers,
  ...numberingEvolvers,
  ...newCardEvolvers,
  ...pinEvolvers,
  ...lossEvolvers,
  ...renewEvolvers,
  ...refundEvolvers,
  ...stayPutEvolvers,
  ...checkInEvolvers,
  ...checkOutEvolvers,
  ...arrivalEvolvers,
  ...shiftCashEvolvers,
  ...shiftEvolvers,
  ...staffEvolvers,
  ...calendarEvolvers,
} as const;
