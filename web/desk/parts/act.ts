import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import { problemIn } from "../../shared/api.ts";
import type { Problem } from "../../shared/retry.ts";

/** Reads again whatever was read below these paths: `"/v1/missions"` is its lists, its counts and each one of them. */
export function useRefresh(): (...paths: readonly string[]) => Promise<void> {
  const queries = useQueryClient();
  return useCallback(
    (...paths) =>
      queries.invalidateQueries({
        predicate: ({ queryKey: [key] }) => typeof key === "string" && paths.some((path) => key.startsWith(path)),
      }),
    [queries],
  );
}

/** One act of a button: whether it is under way, and what it was refused with. `act` throws `Refused`. */
export function useAct(act: () => Promise<void>): {
  readonly run: () => void;
  readonly isBusy: boolean;
  readonly problem: Problem | undefined;
} {
  const [problem, setProblem] = useState<Problem>();
  const [isBusy, setBusy] = useState(false);
  const run = async (): Promise<void> => {
    if (isBusy) return;
    setBusy(true);
    setProblem(undefined);
    try {
      await act();
    } catch (error) {
      setProblem(problemIn(error));
    } finally {
      setBusy(false);
    }
  };
  return { run: () => void run(), isBusy, problem };
}
