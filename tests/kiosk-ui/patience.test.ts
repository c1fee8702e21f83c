// What is answered at once is never announced as a wait; what takes long is.
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createPatience, shownAtOnceMs } from "../../kiosk-ui/kiosk/patience.ts";

type Name = "attract" | "resolving" | "finding" | "home" | "blocked" | "phonePin";

describe("a wait at the kiosk", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test("that is over at once shows no page of its own", () => {
    const again = vi.fn<() => void>();
    const patience = createPatience<Name>("attract", again);
    expect(patience.screen("attract")).toBe("attract");
    expect(patience.screen("resolving")).toBe("attract");
    vi.advanceTimersByTime(shownAtOnceMs - 1);
    expect(patience.screen("home")).toBe("home");
    vi.advanceTimersByTime(10 * shownAtOnceMs);
    expect(again).not.toHaveBeenCalled();
  });

  test("that lasts is shown, from whatever screen it began, and each wait begins anew", () => {
    const again = vi.fn<() => void>();
    const patience = createPatience<Name>("attract", again);
    patience.screen("phonePin");
    for (const [at, wait] of (["resolving", "finding"] as const).entries()) {
      expect(patience.screen(wait)).toBe(["phonePin", "blocked"][at]);
      vi.advanceTimersByTime(shownAtOnceMs);
      expect(again).toHaveBeenCalledTimes(at + 1);
      expect(patience.screen(wait)).toBe(wait);
      patience.screen("blocked");
    }
  });

  test("is forgotten with the page", () => {
    const again = vi.fn<() => void>();
    const patience = createPatience<Name>("attract", again);
    patience.screen("resolving");
    patience.stop();
    vi.advanceTimersByTime(10 * shownAtOnceMs);
    expect(again).not.toHaveBeenCalled();
  });
});
