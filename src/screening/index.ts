export { Screener } from "./screen.ts";
export type { Verdict } from "./wire.ts";
