import type { Query } from "../store/index.ts";

/** What this room asks of the charter: the contract of the room that is being built. */
export type CivilDate = string;
export type RegimeName = "employee-fr" | "platform-fr" | "contractor" | "generic";
export type CaseDates = { readonly [fact: string]: CivilDate };
export type Calendar = { readonly zone: string; readonly territory: string; readonly isAlsaceMoselle: boolean };
export type Deadline = {
  readonly id: string;
  readonly notBefore?: CivilDate;
  readonly notAfter?: CivilDate;
  readonly basis: string;
  readonly source: string;
  readonly isHard: boolean;
};
export type MayTake =
  | { readonly ok: true; readonly source: string }
  | {
      readonly ok: false;
      readonly code: string;
      readonly notBefore?: CivilDate;
      readonly notAfter?: CivilDate;
      readonly source: string;
    };
export type Scale = {
  readonly version: number;
  readonly steps: readonly { readonly code: string; readonly maxDays?: number }[];
};

export type CharterPort = {
  deadlines(regime: RegimeName, procedure: string, dates: CaseDates, calendar: Calendar): readonly Deadline[];
  mayTake(
    regime: RegimeName,
    step: string,
    dates: CaseDates,
    today: CivilDate,
    calendar: Calendar,
    exception?: { readonly id: string },
  ): MayTake;
  isInvokable(sanctionedOn: CivilDate, today: CivilDate, regime: RegimeName): boolean;
  civilDate(at: Date, zone: string): CivilDate;
  scaleAt(query: Query, on: CivilDate): Promise<Scale | undefined>;
};
