import { expect, test } from "vitest";
import type { Attempt, Entry, Received } from "./api.ts";
import { apply, type Change, type Live, NOTHING } from "./live.ts";

const attempt = (id: string, outcome: Attempt["outcome"]): Change => ({
  type: "attempt",
  data: {
    id,
    at: "2026-03-02T09:10:00.000Z",
    mission: null,
    staff: null,
    channel: "sms",
    direction: "unknown",
    outcome,
    code: null,
    leaf: { log: "contact", index: null, hash: `hash of ${id}` },
  },
});
const entry: Entry = { at: "2026-03-02T09:10:00.000Z", event: "relay.decide", hash: "aa", json: "{}" };
const message: Received = { to: "+33639980002", from: "+33937000002", text: "Bonjour", at: "2026-03-02T09:10:00.000Z" };
const all = (...changes: readonly Change[]): Live => changes.reduce(apply, NOTHING);

test("what the server repeats after a reconnection is not shown twice", () => {
  const once: readonly Change[] = [
    attempt("att_1", "delivered"),
    { type: "entry", data: entry },
    { type: "message", data: message },
  ];
  expect(all(...once, ...once)).toEqual(all(...once));
});

test("the newest attempt comes first and a later outcome replaces the earlier one in its place", () => {
  const live = all(attempt("att_1", "queued"), attempt("att_2", "refused"), attempt("att_1", "delivered"));
  expect(live.attempts.map(({ id, outcome }) => `${id} ${outcome}`)).toEqual(["att_2 refused", "att_1 delivered"]);
});

test("a page left open keeps the latest attempts only", () => {
  const many = Array.from({ length: 600 }, (_, n) => attempt(`att_${n}`, "refused"));
  const { attempts } = all(...many);
  expect([attempts.length, attempts[0]?.id]).toEqual([500, "att_599"]);
});

test("two different texts in the same instant are two messages", () => {
  const live = all({ type: "message", data: message }, { type: "message", data: { ...message, text: "Bonsoir" } });
  expect(live.notes).toHaveLength(2);
});

test("a lost server leaves what is known on the page", () => {
  const live = all(attempt("att_1", "delivered"), { type: "connection", data: "lost" });
  expect([live.connection, live.attempts.length]).toEqual(["lost", 1]);
});

test("the clock never goes back by news that came late, and follows a server that starts again", () => {
  const told = (now: string): Change => ({ type: "clock", data: { now } });
  const late = all(told("2026-03-02T12:00:00.000Z"), told("2026-03-02T09:00:00.000Z"));
  expect(late.clock?.serverMs).toBe(Date.parse("2026-03-02T12:00:00.000Z"));
  const state = { now: "2026-03-02T09:00:00.000Z", offsetMs: 0, missions: [], handsets: [] };
  expect(apply(late, { type: "state", data: state }).clock?.serverMs).toBe(Date.parse(state.now));
});
