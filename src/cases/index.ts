export { CaseRecords } from "./audit/audit-records.ts";
export { Cases } from "./cases.ts";
export type { CasesDeps } from "./deps.ts";
export { overdueReviews } from "./measures/review-cuts.ts";
