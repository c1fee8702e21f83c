// The voice at a kiosk: silent as soon as somebody acts, said again on demand, quiet again for the next guest.
import { describe, expect, test, vi } from "vitest";
import type { TallygateClient } from "../../../gateway/protocol/client.ts";
import { isReloadDue } from "../../../kiosk-ui/charts/kiosk/night.ts";
import { loudest, usualVolume } from "../../../kiosk-ui/charts/kiosk/visit.ts";
import { createSpeaker } from "../../../kiosk-ui/speech/speaker.ts";
import { openKiosk, toHome } from "../charts/open-kiosk.ts";

/** A far end that notes what is to be spoken and answers when it is told to. */
const farEnd = () => {
  const asked: string[] = [];
  const answers: (() => void)[] = [];
  const call = (_op: string, { text }: { readonly text: string }): Promise<{ wav: string }> => {
    asked.push(text);
    return new Promise((resolve) => {
      answers.push(() => resolve({ wav: "" }));
    });
  };
  const client = { call } as unknown as TallygateClient;
  return { asked, client, answerAll: () => answers.splice(0).forEach((answer) => answer()) };
};
const aWhile = (): Promise<void> => vi.waitFor(() => Promise.resolve());

describe("speech", () => {
  test("a new action cancels what is being said (EN 301 549 5.1.3.6)", async () => {
    const { asked, client, answerAll } = farEnd();
    const speaker = createSpeaker(client);
    speaker.say(["one", "two", "three"], "en", 3);
    speaker.say(["four"], "en", 3);
    answerAll();
    await aWhile();
    expect(asked).toEqual(["one", "four"]);
  });

  test("stopped, it asks for nothing more", async () => {
    const { asked, client, answerAll } = farEnd();
    const speaker = createSpeaker(client);
    speaker.say(["one", "two"], "en", 3);
    speaker.hush();
    answerAll();
    await aWhile();
    expect(asked).toEqual(["one"]);
  });

  test("a language without a voice stays silent", () => {
    const { asked, client } = farEnd();
    createSpeaker(client).say(["하나"], "ko", 3);
    expect(asked).toEqual([]);
  });

  test("the volume is the usual one again for the next guest (EN 301 549 5.1.3.10–13)", () => {
    const kiosk = openKiosk();
    kiosk.send(...toHome, { type: "COMFORT", comfort: { speech: true, volume: loudest } });
    expect(kiosk.context().comfort).toMatchObject({ speech: true, volume: loudest });
    kiosk.send({ type: "CARD_REMOVED" }, { type: "QUIT" });
    kiosk.clock.increment(5_000);
    expect(kiosk.context().comfort).toMatchObject({ speech: false, volume: usualVolume });
  });

  test("a headset that is plugged in starts it, with double the time (EN 301 549 5.2, 2.2.1)", () => {
    const kiosk = openKiosk();
    kiosk.send({ type: "HEADSET", plugged: true });
    expect([kiosk.journey(), kiosk.context().comfort.speech]).toEqual(["other", true]);
    kiosk.send({ type: "ACTIVITY" });
    kiosk.clock.increment(61_000);
    expect(kiosk.actor.getSnapshot().matches({ idle: "warning" })).toBe(false);
    kiosk.clock.increment(60_000);
    expect(kiosk.actor.getSnapshot().matches({ idle: "warning" })).toBe(true);
  });
});

describe("the small hours (K13)", () => {
  const hourMs = 3_600_000;
  const at = (more: object) =>
    isReloadDue({
      nowMs: 30 * hourMs,
      hour: 4,
      openedMs: 0,
      quietSinceMs: 30 * hourMs - 300_000,
      ...more,
    });

  test("the page renews itself once nobody has been there for five minutes", () => {
    expect(at({})).toBe(true);
    expect(at({ quietSinceMs: 30 * hourMs - 299_000 })).toBe(false);
    expect(at({ quietSinceMs: undefined })).toBe(false);
  });
  test("not by day, and not twice in a night", () => {
    expect(at({ hour: 15 })).toBe(false);
    expect(at({ openedMs: 29 * hourMs })).toBe(false);
  });
});
