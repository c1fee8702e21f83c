// An answer that comes at once needs no page that says "reading": until it has taken this long, the screen from before
// stays. Knows no element; the time is given.

/** Milliseconds; a guest sees a shorter wait as none. */
export const shownAtOnceMs = 150;

const waits: ReadonlySet<string> = new Set([
  "resolving",
  "resolvingPhone",
  "resolvingCode",
  "finding",
]);

export interface Patience<Name extends string> {
  /** the screen to show for the one the journey is at */
  readonly screen: (now: Name) => Name;
  readonly stop: () => void;
}

/** From the `first` screen on; `again` is called when a wait has lasted so long that it is shown. */
export const createPatience = <Name extends string>(
  first: Name,
  again: () => void,
): Patience<Name> => {
  let shown = first;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isLong = false;
  const calm = (): void => {
    clearTimeout(timer);
    timer = undefined;
    isLong = false;
  };
  return {
    screen: (now) => {
      if (!waits.has(now)) {
        calm();
        shown = now;
      } else if (isLong) shown = now;
      else
        timer ??= setTimeout(() => {
          isLong = true;
          again();
        }, shownAtOnceMs);
      return shown;
    },
    stop: calm,
  };
};
