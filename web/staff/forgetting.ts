import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { serverNow } from "../shared/clock.ts";
import { MISSIONS } from "./addresses.ts";
import { readDay } from "./kept-day.ts";
import { mayContact, phaseOf } from "./window.ts";
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

/**
 * A mission as it is known now: whom it is for as it was read, the rest as the list tells it. One that should be in a list
 * that is newer, and is not, was given to somebody else.
 */
export function asKnown(read: MissionRead, list: MissionList | undefined, nowMs: number): MissionRead {
  const latest = list?.items.find(({ id }) => id === read.id);
  if (latest !== undefined) return { ...read, ...latest };
  const isNewer = list !== undefined && Date.parse(list.now) > Date.parse(read.now);
  return isNewer && mayContact(phaseOf(read, nowMs)) ? { ...read, status: "cancelled" } : read;
}

/** Takes what was read of missions that are over out of memory and storage. */
export function sweep(queries: QueryClient, nowMs: number): void {
  readDay();
  const list = queries.getQueryData<MissionList>([MISSIONS]);
  for (const { queryKey, state } of queries.getQueryCache().getAll()) {
    const [path] = queryKey;
    if (typeof path !== "string" || !path.startsWith(`${MISSIONS}/`) || path.endsWith("/messages")) continue;
    const read = state.data as MissionRead | undefined;
    if (read === undefined) continue;
    const left = withoutOver(asKnown(read, list, nowMs), nowMs);
    if (left.customerName === read.customerName && left.messages === read.messages && left.code === read.code) continue;
    queries.removeQueries({ queryKey: [`${path}/messages`] });
    queries.setQueryData(queryKey, left);
  }
  const items = list?.items.map((mission) => withoutOver(mission, nowMs));
  if (list !== undefined && items?.some((mission, n) => mission !== list.items[n])) {
    queries.setQueryData<MissionList>([MISSIONS], { ...list, items });
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
