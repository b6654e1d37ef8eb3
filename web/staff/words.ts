import type { Words } from "../shared/text.ts";
import { type TextKey, useWordsOf } from "../shared/words.tsx";

/** The build gives the staff app these sentences only: `ROOMS` in web/vite.config.ts. */
export type StaffKey = Extract<
  TextKey,
  | `staff.${string}`
  | `face.${string}`
  | `refusal.${string}`
  | `cases.category.${string}`
  | `cases.outcome.${string}`
  | `charter.sanction.${string}`
>;
export type StaffWords = Words<StaffKey>;

export const useWords = (): StaffWords => useWordsOf<StaffKey>();
