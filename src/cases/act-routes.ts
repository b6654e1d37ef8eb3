import type { CaseId } from "../base/ids.ts";
import { parseId } from "../base/ids.ts";
import type { Caller, Reply } from "../base/route.ts";
import { deskOf } from "../base/route.ts";
import type { Tx } from "../store/index.ts";
import type { CasesDeps } from "./deps.ts";
import type { Acted, DeskActor, Refused } from "./on-case.ts";
import { actorOf } from "./on-case.ts";
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

/** The same by whoever is signed in at the desk, in a transaction of its own. */
export function actAs<T>(
  { store }: Pick<CasesDeps, "store">,
  caller: Caller,
  name: string,
  act: (tx: Tx, id: CaseId, actor: DeskActor) => Promise<Acted<T, string> | undefined>,
  answer: (id: CaseId, acted: Extract<Acted<T, string>, { ok: true }>) => Reply = stands,
): Promise<Reply> {
  const actor = actorOf(deskOf(caller));
  return actOn(name, (id) => store.transaction((tx) => act(tx, id, actor)), answer);
}

/** The usual answer: the case and where it stands now. */
export function stands(id: CaseId, { state }: { readonly state: string }): Reply {
  return { status: 200, body: { id, state } };
}
