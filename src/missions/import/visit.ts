import type { Purpose } from "../purposes.ts";
import { addMinutes, checkWindow } from "../window.ts";
import type { Complain } from "./import-row.ts";
import type { ImportMapping, Moment, Source } from "./mapping.ts";
import type { Resolved } from "./times.ts";
import { readDurationMinutes, readMoment } from "./times.ts";
import type { Cells, Getter } from "./values.ts";

export type Window = { readonly opensAt: Date; readonly closesAt: Date };

type GetterOf = (source: Source | undefined) => Getter;
type MomentReader = {
  readonly isEmpty: (cells: Cells) => boolean;
  /** Complains about `field` and gives undefined where the cells cannot be read. */
  readonly read: (cells: Cells, field: string, complain: Complain, addDays?: number) => Resolved | undefined;
};

/**
 * Reads the window of a visit: from the earliest instant that its start can mean to the latest that its end can
 * mean, chosen between plan and promise as the mapping says, without padding yet. Undefined after a complaint.
 */
export function visitReader(mapping: ImportMapping, get: GetterOf) {
  const { visit } = mapping;
  const opens = momentReader(visit.opens, mapping, get);
  const readEnd = endReader(mapping, get);
  const promised = visit.promised && {
    opens: momentReader(visit.promised.opens, mapping, get),
    closes: momentReader(visit.promised.closes, mapping, get),
  };

  return (cells: Cells, complain: Complain): Window | undefined => {
    const start = opens.read(cells, "opensAt", complain);
    const end = start && readEnd(cells, start, complain);
    if (start === undefined || end === undefined) return undefined;
    const plan = { opensAt: start.earlier, closesAt: end };
    const check = checkWindow(plan.opensAt, plan.closesAt);
    if (!check.ok) {
      complain("closesAt", check.code);
      return undefined;
    }
    if (visit.choose === "planned" || promised === undefined) return plan;
    if (promised.opens.isEmpty(cells) || promised.closes.isEmpty(cells)) return plan;
    const from = promised.opens.read(cells, "opensAt", complain);
    const to = promised.closes.read(cells, "closesAt", complain);
    if (from === undefined || to === undefined) return undefined;
    const promise = { opensAt: from.earlier, closesAt: to.later };
    return visit.choose === "both" ? unionOf(plan, promise) : arrivingWithin(promise, plan);
  };
}

function unionOf(one: Window, other: Window): Window {
  return {
    opensAt: one.opensAt < other.opensAt ? one.opensAt : other.opensAt,
    closesAt: one.closesAt > other.closesAt ? one.closesAt : other.closesAt,
  };
}

/** What is promised is the arrival: a visit that begins at the last minute ends its planned length later. */
function arrivingWithin(promise: Window, plan: Window): Window {
  const lengthMs = plan.closesAt.getTime() - plan.opensAt.getTime();
  return { opensAt: promise.opensAt, closesAt: new Date(promise.closesAt.getTime() + lengthMs) };
}

/** The end as given, else start + duration, else start + the default length. */
function endReader(mapping: ImportMapping, get: GetterOf) {
  const { visit } = mapping;
  const closes = visit.closes && momentReader(visit.closes, mapping, get);
  const duration = get(visit.duration?.from);

  return (cells: Cells, start: Resolved, complain: Complain): Date | undefined => {
    if (closes !== undefined && !closes.isEmpty(cells)) {
      const end = closes.read(cells, "closesAt", complain)?.later;
      const isNextMorning = visit.crossesMidnight && visit.closes?.time !== undefined && end && end < start.earlier;
      return isNextMorning ? closes.read(cells, "closesAt", complain, 1)?.later : end;
    }
    const text = duration(cells);
    const minutes =
      text === "" || visit.duration === undefined
        ? visit.defaultDurationMinutes
        : readDurationMinutes(text, visit.duration.unit);
    if (minutes !== undefined) return addMinutes(start.later, minutes);
    if (text === "") complain("closesAt", "end_missing");
    else complain("closesAt", "duration_invalid", { column: columnOf(visit.duration?.from) });
    return undefined;
  };
}

function momentReader(moment: Moment, mapping: ImportMapping, get: GetterOf): MomentReader {
  const date = get(moment.date);
  const time = moment.time && get(moment.time);
  return {
    isEmpty: (cells) => date(cells) === "" || (time?.(cells) === "" && moment.defaultTime === undefined),
    read: (cells, field, complain, addDays = 0) => {
      const reading = readMoment(date(cells), time?.(cells), moment.defaultTime, mapping, addDays);
      if (reading.ok) return reading;
      const isTime = reading.code === "time_invalid" || reading.code === "time_missing";
      complain(field, reading.code, { column: columnOf((isTime && moment.time) || moment.date) });
      return undefined;
    },
  };
}

/** Title of the column that a source reads, for errors; empty for sources made of several or none. */
export function columnOf(source: Source | undefined): string {
  return source !== undefined && "column" in source ? source.column : "";
}

/** Opens and closes an imported window by the padding of its purpose, in elapsed minutes. */
export function pad(window: Window, purpose: Purpose, complain: Complain): Window | undefined {
  const opensAt = addMinutes(window.opensAt, -purpose.paddingBeforeMinutes);
  const closesAt = addMinutes(window.closesAt, purpose.paddingAfterMinutes);
  const check = checkWindow(opensAt, closesAt);
  if (check.ok) return { opensAt, closesAt };
  complain("closesAt", check.code);
  return undefined;
}
