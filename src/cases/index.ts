export { CaseRecords } from "./audit/audit-records.ts";
export { Cases } from "./cases.ts";
export type { CasesDeps } from "./deps.ts";
export {
  casesToHandle,
  casesToSign,
  casesToWatch,
  reassignmentsToDo,
  requestsToAnswer,
} from "./desk-home.ts";
export type { ToDo } from "./desk-home.ts";
export { actorOf } from "./on-case.ts";
export { overdueReviews } from "./measures/review-cuts.ts";
