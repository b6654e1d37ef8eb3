import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { errorFields, openLog } from "./log.ts";

test("a line is an event with its fields and the instant, and nothing about the machine", async () => {
  const folder = mkdtempSync(join(tmpdir(), "paravent-log-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "paravent.log");
  const log = openLog(file);
  log.info("house.opened", { count: 2 });
  log.warn("gate.batch-failed", { errorCode: "57P01" });
  log.error("relay.outcome-unknown");
  const lines = await vi.waitFor(() => {
    const written = readFileSync(file, "utf8").trim().split("\n");
    expect(written).toHaveLength(3);
    return written.map((line) => JSON.parse(line) as Record<string, unknown>);
  });
  const [info, warn, error] = lines.map(({ time, ...line }) => {
    expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    return line;
  });
  expect(info).toEqual({ level: 30, count: 2, msg: "house.opened" });
  expect(warn).toEqual({ level: 40, errorCode: "57P01", msg: "gate.batch-failed" });
  expect(error).toEqual({ level: 50, msg: "relay.outcome-unknown" });
});

test("of a foreign error only its name and code are logged: messages quote values", () => {
  const cause = Object.assign(new TypeError("cannot call +33639980001"), { code: "EPIPE" });
  expect(errorFields(cause)).toEqual({ errorName: "TypeError", errorCode: "EPIPE" });
  expect(errorFields(new Error("could not call", { cause }))).toEqual({ errorName: "Error", errorCode: "EPIPE" });
  const deep = new Error("could not act", { cause: new Error("could not call", { cause: new RangeError("+336") }) });
  expect(errorFields(deep)).toEqual({ errorName: "Error", errorCode: "RangeError" });
  expect(errorFields(Object.assign(new Error("+336"), { code: 5 }))).toEqual({
    errorName: "Error",
    errorCode: undefined,
  });
  expect(errorFields("+33639980001")).toEqual({ errorName: "string" });
  expect(errorFields(new Error("x", { cause: "+33639980001" }))).toEqual({ errorName: "Error", errorCode: undefined });
});

test("a silent log takes everything", () => {
  const log = openLog("silent");
  expect([log.info("a"), log.warn("b", { count: 1 }), log.error("c")]).toEqual([undefined, undefined, undefined]);
});
