import { expect, onTestFinished, test, vi } from "vitest";
import { within } from "./within.ts";

test("an answer in time is the answer, and so is a failure in time", async () => {
  expect(await within(1_000, Promise.resolve(7))).toBe(7);
  await expect(within(1_000, Promise.reject(new Error("no")))).rejects.toThrow("no");
});

test("an answer that is late is not waited for, and one that fails later troubles nobody", async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const { promise, reject } = Promise.withResolvers<never>();
  const failed = within(1_000, promise).catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(await failed).toMatchObject({ message: "could not wait any longer" });
  reject(new Error("after all"));
  expect(vi.getTimerCount()).toBe(0);
});
