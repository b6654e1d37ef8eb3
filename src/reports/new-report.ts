import type { CustomerId, DeskUserId, MissionId, StaffId } from "../base/ids.ts";
import type { Sealed } from "../base/sealed.ts";
import type { Language } from "../base/text.ts";
import type { By, Door, What } from "./wire.ts";

/** What somebody tells of it, at once or later; everything may be left out. */
export type Told = {
  readonly what?: readonly What[];
  readonly text?: Sealed<string> | undefined;
  /** As people say it: « en mars », "last Tuesday". */
  readonly when?: Sealed<string> | undefined;
  /** A message that came from elsewhere, as it was received. */
  readonly message?: Sealed<string> | undefined;
  /** The number it came from, as it was typed. */
  readonly number?: Sealed<string> | undefined;
  /** Clean pictures (JPEG, base64). */
  readonly pictures?: readonly Sealed<string>[] | undefined;
  /** References that led nowhere, as they were given: people may still make sense of them. */
  readonly reference?: Sealed<string> | undefined;
};

/** How the reporter may be answered: from the number they wrote to, or the report number. */
export type AnswerBy = { readonly number: string; readonly carrier: string };

export type NewReport = Told & {
  /** What the receipt is made of: an attempt id, or the token of a form. The same source twice is the same report. */
  readonly source: string;
  readonly door: Door;
  readonly by: By;
  readonly language: Language;
  readonly mission?: MissionId | undefined;
  readonly customer?: CustomerId | undefined;
  /** Those it is about; "unsure": one of those assigned to the mission; "other": none of them. */
  readonly staff?: readonly StaffId[] | "unsure" | "other" | undefined;
  /** The staff member who reports. */
  readonly reporter?: StaffId | undefined;
  /** Somebody of the desk who files it for a caller. */
  readonly filedBy?: DeskUserId | undefined;
  readonly wish?: "protect_only" | "procedure" | undefined;
  readonly isDanger?: boolean;
  /** Phone in E.164 at which the reporter may be reached. */
  readonly phone?: Sealed<string> | undefined;
  readonly hours?: Sealed<string> | undefined;
  /** Answers come as texts, words and all, where there is a number for reports to answer from. */
  readonly bySms?: boolean | undefined;
  readonly answerBy?: AnswerBy | undefined;
};
