import type { NumberAnswer } from "../../../src/numbers/wire.ts";

type Patch = { readonly reserved?: boolean; readonly draining?: boolean; readonly use?: "lines" | "report" };
export type NumberAct = "reserve" | "release" | "drain" | "refill" | "report" | "lines";
export type Change = { readonly id: NumberAct; readonly patch: Patch; readonly undo?: Patch };

/** What may be done with a number. Without `undo` it is asked first: the number is printed on papers. */
export function patchesOf({
  reserved,
  draining,
  use,
}: Pick<NumberAnswer, "reserved" | "draining" | "use">): readonly Change[] {
  if (use === "report") return [{ id: "lines", patch: { use: "lines" } }];
  return [
    { id: reserved ? "release" : "reserve", patch: { reserved: !reserved }, undo: { reserved } },
    { id: draining ? "refill" : "drain", patch: { draining: !draining }, undo: { draining } },
    { id: "report", patch: { use: "report" } },
  ];
}

export type Span = {
  readonly name: "size" | "in-7-days" | "in-30-days";
  readonly count: number;
  readonly share: number;
};

/** Lengths of the bars of one country, as parts of the longest. */
export function spansOf(pool: {
  readonly size: number;
  readonly forecast: { readonly in7Days: number; readonly in30Days: number };
}): readonly Span[] {
  const { size, forecast } = pool;
  const most = Math.max(1, size, forecast.in7Days, forecast.in30Days);
  const counts = { size, "in-7-days": forecast.in7Days, "in-30-days": forecast.in30Days };
  return (["size", "in-7-days", "in-30-days"] as const).map((name) => ({
    name,
    count: counts[name],
    share: counts[name] / most,
  }));
}

/** When the pool gets short, as far as it can be told. */
export function shortageOf(pool: {
  readonly size: number;
  readonly warning: boolean;
  readonly forecast: { readonly in7Days: number; readonly in30Days: number };
}): "now" | "in-7-days" | "in-30-days" | "none" {
  const { size, warning, forecast } = pool;
  if (warning) return "now";
  if (forecast.in7Days > size) return "in-7-days";
  return forecast.in30Days > size ? "in-30-days" : "none";
}

/** Numbers as people paste them: one a line, or commas between them; spaces and dots within do not count. */
export function splitNumbers(text: string): readonly string[] {
  const all = text.split(/[\n,;]/).map((one) => one.replaceAll(/[\s.\-()\u00a0]/g, ""));
  return [...new Set(all.filter((one) => one !== ""))];
}
