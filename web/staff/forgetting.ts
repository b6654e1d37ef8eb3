import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { serverNow } from "../shared/clock.ts";
import { MISSIONS } from "./addresses.ts";
import { readDay } from "./kept-day.ts";
import { phaseOf } from "./window.ts";
import type { MissionList, MissionRead, MyMission } from "./wire.ts";

/** ms. How long after the end of a mission something of it may still be in memory. */
const SWEEP_MS = 2_000;

/** A mission that is over, with nothing left by which somebody could be reached or known; others as they are. */
export function withoutOver<M extends MyMission>(mission: M, nowMs: number): M {
  const phase = phaseOf(mission, nowMs).name;
  if (phase !== "closed" && phase !== "cancelled") return mission;
  const isBare = mission.staffDials === null && mission.code === null && mission.status === phase;
  const told = "messages" in mission ? { customerName: null, messages: [] } : {};
  if (isBare && (!("customerName" in mission) || mission.customerName === null)) return mission;
  return { ...mission, ...told, status: phase, staffDials: null, code: null };
}

/** Takes what was read of missions that are over out of memory and storage. */
export function sweep(queries: QueryClient, nowMs: number): void {
  readDay();
  for (const query of queries.getQueryCache().getAll()) {
    const [path] = query.queryKey;
    const data: unknown = query.state.data;
    if (typeof path !== "string" || !path.startsWith(MISSIONS) || data === undefined) continue;
    if (path === MISSIONS) {
      const { items } = data as MissionList;
      const left = items.map((mission) => withoutOver(mission, nowMs));
      if (left.some((mission, n) => mission !== items[n]))
        queries.setQueryData(query.queryKey, { ...(data as MissionList), items: left });
    } else if (!path.endsWith("/messages")) {
      const read = data as MissionRead;
      const left = withoutOver(read, nowMs);
      if (left === read) continue;
      queries.removeQueries({ queryKey: [`${path}/messages`] });
      queries.setQueryData(query.queryKey, left);
    }
  }
}

/** After a mission has ended nothing of it stays: looked at every two seconds, and when somebody comes back to the app. */
export function useForgetting(): void {
  const queries = useQueryClient();
  useEffect(() => {
    const look = (): void => sweep(queries, serverNow());
    const timer = setInterval(look, SWEEP_MS);
    document.addEventListener("visibilitychange", look);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, [queries]);
}
