export { Activations } from "./activations.ts";
export { CharterRecords } from "./audit-records.ts";
export { acknowledgedInForce, countUnacknowledged, hasAcknowledged } from "./charters/acknowledge.ts";
export { readActivations } from "./read-activations.ts";
export { scaleAt } from "./charters/read-charters.ts";
export type { Sanction, Scale, ScaleStep } from "./charters/scale.ts";
export { SANCTIONS, stepsFor } from "./charters/scale.ts";
export type { LetterCheck, LetterKind, LetterRefusal, LetterValues } from "./letters.ts";
export { checkLetter, LETTERS, letter } from "./letters.ts";
export type {
  Calendar,
  CaseDates,
  CivilDate,
  DateFact,
  Deadline,
  ExceptionId,
  MayTake,
  Procedure,
  RegimeName,
  Step,
  StepRefusal,
} from "./regimes/index.ts";
export {
  calendarAt,
  civilDate,
  DATE_FACTS,
  deadlines,
  EXCEPTION_IDS,
  isInvokable,
  mayTake,
  parseCivilDate,
} from "./regimes/index.ts";
