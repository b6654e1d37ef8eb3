import { type TextKey, useWordsOf } from "../shared/words.tsx";
import type { Words } from "../shared/text.ts";

/** The build gives the desk these rooms' sentences only: `ROOMS` in web/vite.config.ts. */
type Room = "desk" | "face" | "refusal" | "screening" | "cases" | "charter" | "reports" | "missions";
export type DeskKey = Extract<TextKey, `${Room}.${string}`>;
export type DeskWords = Words<DeskKey>;

export const useWords = (): DeskWords => useWordsOf<DeskKey>();
