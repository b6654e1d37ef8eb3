export type { Calendar, CivilDate, Holiday } from "./calendar.ts";
export { addMonths, calendarAt, civil, civilDate, parseCivilDate } from "./calendar.ts";
export type { Deadline, MayTake } from "./may-take.ts";
export { deadlines, isInvokable, mayTake } from "./may-take.ts";
export type {
  CaseDates,
  DateFact,
  ExceptionId,
  LawException,
  Procedure,
  RegimeName,
  Step,
  StepRefusal,
} from "./regime.ts";
export { DATE_FACTS, EXCEPTION_IDS, REGIME_NAMES } from "./regime.ts";
