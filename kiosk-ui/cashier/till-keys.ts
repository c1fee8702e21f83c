// What each key does at the till. Letters, digits and Enter mean the basket only while nobody types in a field.
import { addItem, forNextItem, markLine, setQuantity } from "../charts/cashier/basket.ts";
import { roundDown } from "../charts/cashier/by-hand.ts";
import { desks } from "./desks.ts";
import type { Desk } from "./desk.ts";
import { deskKeys } from "./member-panel.ts";
import type { Sheet } from "./sheets.ts";
import type { TenderRow } from "./tender-row.ts";

const digitsMax = 4;
const digitWaitMs = 500;

export interface TillKeyParts {
  readonly desk: () => Desk;
  readonly dialogIsOpen: () => boolean;
  readonly tenders: () => TenderRow | null;
  readonly open: (sheet: Sheet) => void;
  readonly back: () => void;
  readonly park: () => void;
  /** the reason that stands for a sum rounded down */
  readonly roundedWord: () => string;
}

type Action = () => void;

/** A quick item by its digit; `0` asks for an open amount. */
const quickItem = (parts: TillKeyParts, digit: string): void => {
  if (digit === "0") return parts.open("open-amount");
  const desk = parts.desk();
  const good = desk.info?.goods[Number(digit) - 1];
  if (good === undefined) return;
  desk.setBasket(addItem(desk.basket, { ...good, description: good.name, tags: good.tags ?? [] }));
};

/** Digits wait a moment: followed by `*` they are the next item's quantity, alone they choose a quick item. */
const createDigits = (parts: TillKeyParts) => {
  let typed = "";
  const take = (): void => {
    const digits = typed;
    typed = "";
    if (digits.length === 1) quickItem(parts, digits);
  };
  return {
    add: (digit: string): void => {
      typed = `${typed}${digit}`.slice(-digitsMax);
      setTimeout(take, digitWaitMs);
    },
    asQuantity: (): void => {
      const desk = parts.desk();
      desk.setBasket(forNextItem(desk.basket, Number(typed)));
      typed = "";
    },
  };
};

/** Keys of the basket, for hands that are not in a field. */
const basketKey = (desk: Desk, key: string): Action | undefined => {
  const { basket } = desk;
  if (key === "ArrowDown" || key === "j") return () => desk.setBasket(markLine(basket, 1));
  if (key === "ArrowUp" || key === "k") return () => desk.setBasket(markLine(basket, -1));
  if (key === "Delete" || key === "-") return () => desk.setBasket(setQuantity(basket, 0));
  return undefined;
};

/** The small change of the sum is taken off, or given back; a price under way is waited for. */
const round = (desk: Desk, reason: string): void => {
  if (desk.quote === undefined || desk.stale) return;
  const next = roundDown(desk.basket, desk.quote.lines, reason);
  if (next !== desk.basket) desk.setBasket(next);
};

/** F-keys mean the same on every screen (design: staff pages, "Forms and keys"). */
const functionKey = (parts: TillKeyParts, key: string): Action | undefined => {
  const desk = parts.desk();
  const { basket } = desk;
  const one = (basket.lines[basket.marked]?.quantity ?? 0) + 1;
  const actions: Readonly<Record<string, Action>> = {
    F1: () => parts.open("help"),
    F2: () => desk.setBasket(setQuantity(basket, one)),
    F3: () => parts.open("discount"),
    F4: () => round(desk, parts.roundedWord()),
    F5: () => parts.open("voucher"),
    F6: () => parts.open("redeem"),
    F7: () => parts.tenders()?.focusField("stored"),
    F8: () => parts.tenders()?.focusField("cash"),
    F9: () => parts.open("find"),
    F10: parts.park,
    F11: () => parts.open("parked"),
    F12: () => void desk.lock(),
  };
  return actions[key];
};

/** Enter in an amount takes the amount; the next Enter settles. */
const leaveField = (tenders: TenderRow | null): void => {
  const active = tenders?.shadowRoot?.activeElement;
  if (active instanceof HTMLElement) active.blur();
};

const altKey = (parts: TillKeyParts, key: string): Action | undefined => {
  const sheet = deskKeys.get(key) ?? desks.find(({ letter }) => letter === key)?.name;
  if (sheet !== undefined) return () => parts.open(sheet);
  const desk = parts.desk();
  if (key === "c") return () => desk.keepChange();
  if (key === "m") return () => parts.open("note");
  return key === "z" ? () => desk.detach() : undefined;
};

/** The listener for `keydown`, and for `pointerdown`: a hand at the mouse or the glass has left Tab. */
export const createTillKeys = (
  parts: TillKeyParts,
): ((event: KeyboardEvent | PointerEvent) => void) => {
  const digits = createDigits(parts);
  let goesByTab = false;
  /** Enter presses the button that Tab has come to; after a click on one it settles all the same. */
  const isPressed = ({ key }: KeyboardEvent, at: EventTarget | undefined): boolean =>
    key === "Enter" && goesByTab && at instanceof HTMLButtonElement;
  const freeKey = (key: string): Action | undefined => {
    if (key === "Enter") return () => void parts.desk().settle();
    if (/^\d$/.test(key)) return () => digits.add(key);
    if (key === "*") return digits.asQuantity;
    return basketKey(parts.desk(), key);
  };
  const actionOf = (event: KeyboardEvent): Action | undefined => {
    const desk = parts.desk();
    if (parts.dialogIsOpen())
      return event.key === "Enter" && desk.outcome !== undefined
        ? () => desk.closeOutcome()
        : undefined;
    if (event.altKey) return altKey(parts, event.key.toLowerCase());
    const named = functionKey(parts, event.key);
    if (named !== undefined) return named;
    const [at] = event.composedPath();
    if (isPressed(event, at)) return undefined;
    const typing = at instanceof HTMLInputElement;
    if (!typing) return freeKey(event.key);
    return event.key === "Enter" ? () => leaveField(parts.tenders()) : undefined;
  };
  return (event) => {
    goesByTab = event instanceof KeyboardEvent && (goesByTab || event.key === "Tab");
    if (!(event instanceof KeyboardEvent) || parts.desk().staff === undefined) return;
    if (event.key === "Escape") return parts.back();
    const act = actionOf(event);
    if (act === undefined) return;
    event.preventDefault();
    act();
  };
};
