import type { CaseId } from "../base/ids.ts";
import { parseId } from "../base/ids.ts";
import type { Reply } from "../base/route.ts";
import type { Acted, Refused } from "./on-case.ts";
import { STATUS } from "./status.ts";

export const NOT_FOUND = { status: 404, problem: "not_found" } as const;

/** A refusal as an answer. What the law says about when is told along. */
export function refuse({ code, more }: Refused<string>): Reply {
  // Codes of the charter's clocks: the law forbids the step today.
  const status = (STATUS as { readonly [code: string]: number })[code] ?? 409;
  return { status, problem: code, ...(more === undefined ? {} : { more }) };
}

/** Runs an act on the case that a path names, and answers. */
export async function actOn<T>(
  name: string,
  act: (id: CaseId) => Promise<Acted<T, string> | undefined>,
  answer: (id: CaseId, acted: Extract<Acted<T, string>, { ok: true }>) => Reply,
): Promise<Reply> {
  const id = parseId("case", name);
  const acted = id === undefined ? undefined : await act(id);
  if (id === undefined || acted === undefined) return NOT_FOUND;
  return acted.ok ? answer(id, acted) : refuse(acted);
}

/** The usual answer: the case and where it stands now. */
export function stands(id: CaseId, { state }: { readonly state: string }): Reply {
  return { status: 200, body: { id, state } };
}
