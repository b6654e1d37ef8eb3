export { GuardedScreener } from "./guarded-screener.ts";
export { reasonOf } from "./reason-of.ts";
export type { Finding, Said, Screened, ScreeningContext } from "./screened.ts";
export { trainModel, writeWeights } from "./model/index.ts";
export { Screener } from "./screen.ts";
export type { ScreeningClass, Verdict } from "./wire.ts";
