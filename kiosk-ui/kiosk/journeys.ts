// Which screen shows which state of the journey. A new screen is one file and one line here.
import { kioskErrands } from "../kit/kiosk-errands.ts";
import { kioskParts } from "../kit/kiosk-parts.ts";
import { kioskPieces } from "../kit/kiosk-pieces.ts";
import { attract } from "./screens/attract.ts";
import { benefits, loss } from "./screens/benefits.ts";
import { chooseCard } from "./screens/choose-card.ts";
import { done } from "./screens/done.ts";
import { home } from "./screens/home.ts";
import { blocked, explain, goodbye, posting, resolving, unknown } from "./screens/notices.ts";
import { birthday, booking, phone, pin } from "./screens/pad.ts";
import { coupons, picture, receipts } from "./screens/papers.ts";
import { profile } from "./screens/profile.ts";
import { punch } from "./screens/punch.ts";
import { redeem, redeemConfirm } from "./screens/redeem.ts";
import { signIn, stay, stays } from "./screens/stay.ts";
import { topUp } from "./screens/top-up.ts";
import { enrol, layAgain, other, twoCards } from "./screens/ways.ts";
import type { Screen } from "./view.ts";

export const journeys = {
  attract,
  other,
  phone,
  phonePin: pin,
  booking,
  finding: resolving,
  resolving,
  resolvingPhone: resolving,
  resolvingCode: resolving,
  chooseCard,
  resolvingChoice: resolving,
  enrol,
  layAgain,
  twoCards,
  pin,
  blocked,
  home,
  stays,
  stay,
  signIn,
  topUp,
  receipts,
  coupons,
  picture,
  profile,
  birthday,
  punch,
  redeem,
  redeemConfirm,
  benefits,
  loss,
  posting,
  unknown,
  explain,
  done,
  goodbye,
} as const satisfies Record<string, Screen>;

export const journeyStyles = [kioskPieces, kioskParts, kioskErrands];
export { nobodysVisit } from "./rehearsal.ts";
