export { Activations } from "./activations.ts";
export { CharterRecords } from "./audit-records.ts";
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
  Territory,
} from "./regimes/index.ts";
export {
  civilDate,
  DATE_FACTS,
  deadlines,
  EXCEPTION_IDS,
  isInvokable,
  mayTake,
  parseCivilDate,
  PROCEDURES,
  REGIME_NAMES,
  REGIMES,
  STEPS,
  TERRITORIES,
  ZONES,
} from "./regimes/index.ts";
