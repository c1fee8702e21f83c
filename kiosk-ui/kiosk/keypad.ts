// Four keys and digits instead of a finger: ▲ ▼ go through what can be touched, OK does it, ⟲ goes back.
// A key held down, or struck twice by a trembling hand, counts once.
import type { KioskEvent } from "../charts/kiosk/events.ts";

/** a second strike of the same key within this time is the same strike (EN 301 549 5.8) */
export const doubleStrikeMs = 150;

export interface KeypadParts {
  /** what can be touched now, in the order in which it is read */
  readonly targets: () => readonly HTMLElement[];
  readonly focused: () => Element | null;
  readonly send: (event: KioskEvent) => void;
  /** digits typed so far: ⟲ takes one off before it leaves the pad */
  readonly typed: () => string;
  readonly nowMs: () => number;
}

export type Keypad = (event: KeyboardEvent) => void;

export const createKeypad = (parts: KeypadParts): Keypad => {
  let last = { key: "", atMs: Number.NEGATIVE_INFINITY };

  const step = (by: 1 | -1): void => {
    const targets = parts.targets();
    const at = targets.findIndex((target) => target === parts.focused());
    const next = at < 0 ? (by > 0 ? 0 : targets.length - 1) : at + by + targets.length;
    targets[next % targets.length]?.focus();
  };
  const isRepeated = ({ key, repeat }: KeyboardEvent): boolean => {
    const atMs = parts.nowMs();
    const again = repeat || (key === last.key && atMs - last.atMs < doubleStrikeMs);
    last = { key, atMs };
    return again;
  };

  return (event) => {
    const { key } = event;
    if (isRepeated(event)) return event.preventDefault();
    if (key === "ArrowDown" || key === "ArrowUp") step(key === "ArrowDown" ? 1 : -1);
    else if (key === "Backspace" || key === "Escape")
      parts.send(parts.typed() === "" ? { type: "BACK" } : { type: "RUB_OUT" });
    else if (/^[0-9]$/.test(key)) parts.send({ type: "DIGIT", digit: key });
    else return;
    event.preventDefault();
  };
};
