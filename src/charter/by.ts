import type { By } from "../base/route.ts";

/** Who changed something, by one id. */
export function nameOf(by: By): string {
  return "key" in by ? by.key : by.deskUser;
}
