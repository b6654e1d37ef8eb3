import type { z } from "zod";
import type { CustomerId } from "../base/ids.ts";
import { SOURCES_NOT_COVERED, trace } from "../reports/index.ts";
import type { Query } from "../store/index.ts";
import type { caseTrace } from "./wire.ts";

/** Of a case about nobody that is known here there is no trace, and other systems may know her all the same. */
export async function readTrace(query: Query, customer: CustomerId | null): Promise<z.input<typeof caseTrace>> {
  if (customer === null) return { items: [], isCut: false, notCovered: [...SOURCES_NOT_COVERED] };
  const { lines, isCut, notCovered } = await trace(query, customer);
  const items = lines.map(({ at, kind, reference, mission, purpose, outcome, attempt, leaf }) => ({
    at: at.toISOString(),
    kind,
    staff: reference ?? null,
    mission,
    purpose,
    outcome: outcome ?? null,
    attempt: attempt ?? null,
    leaf: leaf ?? null,
  }));
  return { items, isCut, notCovered: [...notCovered] };
}
