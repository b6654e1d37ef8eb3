import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { CustomerId } from "../base/ids.ts";
import type { ChainHead, LedgerEvent } from "./rules.ts";
import { classOf, leafHash, logName, logYear, parseLogName, writeEntries } from "./rules.ts";

const AT = new Date("2026-11-05T08:00:00.123Z");
const LEA = "cus_lea" as CustomerId;
const INES = "cus_ines" as CustomerId;
const started = (...customers: CustomerId[]) =>
  new Map<string, ChainHead>(customers.map((customer) => [customer, { seq: 0, head: null }]));

test("an entry about nobody is the event, its instant and the version of the format", () => {
  const [entry] = writeEntries([{ event: "numbers.add-numbers", count: 2, carrier: undefined }], AT, new Map());
  expect(entry?.bytes.toString()).toBe(
    '{"at":"2026-11-05T08:00:00.123Z","count":2,"event":"numbers.add-numbers","v":1}',
  );
  expect(entry).toMatchObject({ customer: null, customerSeq: null });
});

test("an entry about a customer names her last one, also within one batch, and customers do not mix", () => {
  const chains = started(LEA, INES);
  const about = (customer: CustomerId): LedgerEvent => ({ event: "missions.opt-out", customer });
  const entries = writeEntries([about(LEA), about(INES), about(LEA)], AT, chains);
  const bodies = entries.map(({ bytes }) => JSON.parse(bytes.toString()) as Record<string, unknown>);
  expect(bodies.map(({ customerSeq, previous }) => [customerSeq, previous])).toEqual([
    [1, null],
    [1, null],
    [2, entries[0]?.leafHash],
  ]);
  expect(chains.get(LEA)).toEqual({ seq: 2, head: entries[2]?.leafHash });
  expect(chains.get(INES)).toEqual({ seq: 1, head: entries[1]?.leafHash });
});

test("a customer whose chain nobody locked is not written about", () => {
  expect(() => writeEntries([{ event: "missions.opt-out", customer: LEA }], AT, started(INES))).toThrow("not locked");
});

test.each(["v", "at", "customerSeq", "previous"])("an event may not bring a field %s of its own", (field) => {
  expect(() => writeEntries([{ event: "missions.opt-out", [field]: 1 }], AT, new Map())).toThrow(field);
});

test("a leaf hash is SHA-256 of a zero byte and the entry, for any entry", () => {
  // Source: RFC 6962 §2.1; the value for no bytes is in the test data of certificate-transparency.
  expect(Buffer.from(leafHash(Buffer.alloc(0)), "base64").toString("hex")).toBe(
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
  );
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      expect(leafHash(bytes)).toEqual(createHash("sha256").update(Buffer.of(0)).update(bytes).digest("base64"));
    }),
  );
});

test("the log of a year ends with its last millisecond in UTC", () => {
  const logOf = (instant: string) => logName("routine", logYear(new Date(instant)));
  expect(logOf("2026-12-31T23:59:59.999Z")).toBe("routine-2026");
  expect(logOf("2027-01-01T00:00:00.000Z")).toBe("routine-2027");
  expect(logOf("2027-01-01T00:30:00+02:00")).toBe("routine-2026");
});

test("what is about a report or a case is kept as long as the case, all else for months", () => {
  expect(classOf({ event: "cases.open-case" })).toBe("case");
  expect(classOf({ event: "reports.file-report" })).toBe("case");
  expect(classOf({ event: "relay.receive-text" })).toBe("routine");
  expect(logName("case", 2027, 2)).toBe("case-2027-2");
  expect(parseLogName("case-2027-2")).toEqual({ retention: "case", year: 2027 });
  expect(parseLogName("routine-2026")).toEqual({ retention: "routine", year: 2026 });
  for (const name of [
    "",
    "routine-26",
    "routine-2026-1",
    "routine-2026-02",
    "routine-2026-x",
    "log-2026",
    "routine-2026/..",
  ]) {
    expect(parseLogName(name)).toBeUndefined();
  }
});
