// Which screen shows which state of the journey. A new screen is one file and one line here.
import { kioskParts } from "../kit/kiosk-parts.ts";
import { kioskPieces } from "../kit/kiosk-pieces.ts";
import { attract } from "./screens/attract.ts";
import { benefits, loss } from "./screens/benefits.ts";
import { done } from "./screens/done.ts";
import { home } from "./screens/home.ts";
import { blocked, explain, goodbye, posting, resolving, unknown } from "./screens/notices.ts";
import { phone, pin } from "./screens/pad.ts";
import { punch } from "./screens/punch.ts";
import { redeem, redeemConfirm } from "./screens/redeem.ts";
import type { Screen } from "./view.ts";

export const journeys = {
  attract,
  phone,
  phonePin: pin,
  resolving,
  pin,
  blocked,
  home,
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

export const journeyStyles = [kioskPieces, kioskParts];
