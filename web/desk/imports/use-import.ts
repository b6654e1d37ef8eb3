import { useState } from "react";
import type { ImportAnswer } from "../../../src/missions/wire.ts";
import { problemIn, useApi } from "../../shared/api.ts";
import type { Problem } from "../../shared/retry.ts";
import { useRefresh } from "../parts/act.ts";

/** ms. A million rows take some minutes. */
const TIMEOUT_MS = 1_800_000;

/** Sends a file, as a trial or for good. `mapping`: a name, a mapping as JSON, or empty for the native columns. */
export function useImport() {
  const api = useApi();
  const refresh = useRefresh();
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  /** Rows of the file, as the trial counted them. */
  const [total, setTotal] = useState<number>();
  const start = async (file: File, mapping: string, isTrial: boolean): Promise<ImportAnswer | undefined> => {
    const query = new URLSearchParams({ dryRun: String(isTrial), ...(mapping !== "" && { mapping }) });
    setBusy(true);
    setProblem(undefined);
    if (isTrial) setTotal(undefined);
    try {
      const path = `/v1/missions/import?${query.toString()}`;
      const answer = await api.send<ImportAnswer>("POST", path, file, { timeoutMs: TIMEOUT_MS });
      if (isTrial) setTotal(answer.accepted + new Set(answer.rejected.map(({ line }) => line)).size);
      return answer;
    } catch (error) {
      setProblem(problemIn(error));
      return undefined;
    } finally {
      setBusy(false);
      await Promise.all([refresh("/v1/missions"), refresh("/v1/imports")]);
    }
  };
  return { start, isBusy, problem, total };
}
