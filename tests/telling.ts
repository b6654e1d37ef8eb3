import { sentence } from "../src/base/text.ts";

const TELLING: ReadonlySet<string> = new Set(
  (["fr", "en"] as const).flatMap((language) => [
    sentence(language, "notice.screening_on", {}),
    sentence(language, "notice.screening_off", {}),
  ]),
);

/**
 * Whether a text is the one that tells both ends, once a mission, whether a machine checks what they write. Tests of
 * everything else leave it out; its own test is `tests/stories/told-of-screening.test.ts`.
 */
export function isTelling(text: string): boolean {
  return TELLING.has(text);
}
