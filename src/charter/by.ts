import type { DeskUserId } from "../base/ids.ts";
import type { Caller } from "../base/route.ts";

/** Who changed something: somebody of the desk, or a key of the company's. */
export type By = { readonly deskUser: DeskUserId } | { readonly key: string };

export function byOf(caller: Caller): By {
  if (caller.kind === "desk") return { deskUser: caller.deskUser };
  if (caller.kind === "machine") return { key: caller.keyId };
  throw new Error("could not act for nobody");
}

/** The same as an entry of the ledger names them. */
export function nameOf(by: By): string {
  return "key" in by ? by.key : by.deskUser;
}
