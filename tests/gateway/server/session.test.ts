// The event ring of a session: numbered without gaps, resumed exactly, coalesced where only the newest matters.
import { describe, expect, test } from "vitest";
import { type Outgoing, type Wire, createSession } from "../../../gateway/server/session.ts";

const state = (device: string, value: string): Outgoing => ({
  topic: "device.state",
  atMs: 0,
  device,
  data: { device, state: value },
});
const card = (visit: string): Outgoing => ({
  topic: "card.presented",
  atMs: 0,
  device: "lobby-reader",
  data: { visit },
});

/** A client that confirms nothing until told to: what a slow network looks like from here. */
const createPeer = () => {
  const got: { seq: number; event: Outgoing }[] = [];
  const unconfirmed: (() => void)[] = [];
  const closed: string[] = [];
  const wire: Wire = {
    event: (seq, event, sent) => {
      got.push({ seq, event });
      unconfirmed.push(sent);
    },
    together: (send) => send(),
    close: (why) => void closed.push(why),
  };
  const confirmAll = (): void => {
    for (let sent = unconfirmed.shift(); sent !== undefined; sent = unconfirmed.shift()) sent();
  };
  return { wire, got, closed, confirmAll };
};
const station = { station: "st_1", role: "kiosk" } as const;
const connected = () => {
  const session = createSession({ id: "s_1", station });
  const peer = createPeer();
  session.attach(peer.wire, 0);
  session.release();
  return { session, peer };
};

describe("a session", () => {
  test("sends nothing before the answer to session.start has left", () => {
    const session = createSession({ id: "s_1", station });
    const peer = createPeer();
    session.attach(peer.wire, 0);
    session.offer(card("v_1"));
    expect(peer.got).toEqual([]);
    session.release();
    expect(peer.got.map(({ seq }) => seq)).toEqual([1]);
  });

  test("numbers what it sends from 1, without a gap", () => {
    const { session, peer } = connected();
    for (let index = 0; index < 10; index++) session.offer(card(`v_${index}`));
    expect(peer.got.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(session.seq()).toBe(10);
  });

  test("gives a newer connection exactly what the older one had not seen", () => {
    const { session, peer } = connected();
    for (let index = 1; index <= 5; index++) session.offer(card(`v_${index}`));
    session.detach(peer.wire);
    session.offer(card("v_6"));
    expect(session.canResume(3)).toBe(true);
    const next = createPeer();
    session.attach(next.wire, 3);
    session.release();
    expect(next.got.map(({ seq, event }) => [seq, event.data])).toEqual([
      [4, { visit: "v_4" }],
      [5, { visit: "v_5" }],
      [6, { visit: "v_6" }],
    ]);
  });

  test("keeps the newest state of each device while nobody reads, and every input", () => {
    const { session, peer } = connected();
    session.detach(peer.wire);
    session.offer(state("printer", "blocked"));
    session.offer(card("v_1"));
    session.offer(state("reader", "absent"));
    session.offer(card("v_2"));
    session.offer(state("printer", "ready"));
    const next = createPeer();
    session.attach(next.wire, 0);
    session.release();
    expect(next.got.map(({ event }) => event.data)).toEqual([
      { visit: "v_1" },
      { device: "reader", state: "absent" },
      { visit: "v_2" },
      { device: "printer", state: "ready" },
    ]);
  });

  test("lets at most a window be on the way to a slow client, and goes on when it has read", () => {
    const { session, peer } = connected();
    for (let index = 0; index < 200; index++) session.offer(card(`v_${index}`));
    expect(peer.got.length).toBeLessThan(200);
    peer.confirmAll();
    expect(peer.got).toHaveLength(200);
    expect(peer.closed).toEqual([]);
  });

  test("ends a client that is too slow, and never pretends that nothing is missing", () => {
    const { session, peer } = connected();
    for (let index = 0; index < 1_200; index++) session.offer(card(`v_${index}`));
    expect(peer.closed).toContain("tooSlow");
    expect(session.canResume(session.seq())).toBe(false);
  });

  test("cannot be resumed from a number it never gave, or has forgotten", () => {
    const { session, peer } = connected();
    expect(session.canResume(1)).toBe(false);
    for (let index = 0; index < 1_500; index++) {
      session.offer(card(`v_${index}`));
      peer.confirmAll();
    }
    expect(session.canResume(499)).toBe(false);
    expect(session.canResume(500)).toBe(true);
    expect(session.canResume(1_500)).toBe(true);
    expect(session.canResume(1_501)).toBe(false);
  });

  test("tells the connection it replaces", () => {
    const { session, peer } = connected();
    session.attach(createPeer().wire, 0);
    expect(peer.closed).toEqual(["replaced"]);
  });
});
