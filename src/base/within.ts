/**
 * The answer, or a rejection when it takes longer than `limitMs` (real time, ms). What was asked for goes on all the
 * same: whoever gives up MUST be able to ask again.
 */
export async function within<T>(limitMs: number, answer: Promise<T>): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error("could not wait any longer")), limitMs);
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The answer, or its error, when `leastMs` (real time, ms) are over: how long it took tells nothing. */
export async function notBefore<T>(leastMs: number, answer: Promise<T>): Promise<T> {
  const { promise: over, resolve } = Promise.withResolvers<void>();
  setTimeout(resolve, leastMs);
  const [result] = await Promise.allSettled([answer, over]);
  if (result.status === "rejected") throw result.reason;
  return result.value;
}
