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
