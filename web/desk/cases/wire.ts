import type { CaseState } from "../../../src/cases/wire.ts";

export type {
  CaseAnswer,
  CaseCounts,
  CaseState,
  CaseSummary,
  ClockAnswer,
  MeasureAnswer,
  Outcome,
  Procedure,
  ReportInCase,
  Right,
} from "../../../src/cases/wire.ts";

/** Of `GET /v1/charters`: what a version provides for, mildest first. */
export type Charter = {
  readonly version: number;
  readonly inForceFrom: string | null;
  readonly scale: readonly {
    readonly code: string;
    readonly regimes: readonly string[];
    readonly maxDays?: number | undefined;
  }[];
};

/** `GET /v1/cases/:id/history` */
export type HistoryItem = {
  readonly at: string;
  readonly act: string;
  readonly code: string | null;
  readonly by: string | null;
  readonly byKind: "desk" | "staff" | "companion" | "machine";
  readonly from: CaseState;
  readonly to: CaseState;
  readonly entryId: number;
};

/** `GET /v1/cases/:id/trace` */
export type Trace = {
  readonly items: readonly {
    readonly at: string;
    readonly kind: "assigned" | "contact" | "disclosure";
    readonly staff: string | null;
    readonly mission: string;
    readonly purpose: string;
    readonly outcome: string | null;
    readonly attempt: string | null;
    readonly leaf: { readonly log: string; readonly index: number | null; readonly hash: string } | null;
  }[];
  readonly isCut: boolean;
  readonly notCovered: readonly ("dispatch" | "paper" | "operator" | "customer" | "memory")[];
};
