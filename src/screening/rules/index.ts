import { APPEARANCE } from "./appearance.ts";
import { DATE_REQUEST } from "./date-request.ts";
import { FLIRT } from "./flirt.ts";
import { INSULT } from "./insult.ts";
import { OFF_PLATFORM } from "./off-platform.ts";
import { PERSONAL_DATA } from "./personal-data.ts";
import { PRESSURE } from "./pressure.ts";
import type { Rule } from "./rule.ts";
import { SEXUAL } from "./sexual.ts";
import { THREAT } from "./threat.ts";

export const RULES: readonly Rule[] = [
  ...APPEARANCE,
  ...FLIRT,
  ...SEXUAL,
  ...DATE_REQUEST,
  ...PRESSURE,
  ...THREAT,
  ...INSULT,
  ...OFF_PLATFORM,
  ...PERSONAL_DATA,
];
