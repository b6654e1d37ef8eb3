import type { DeskUserId, StaffId } from "../../base/ids.ts";
import { append } from "../../ledger/index.ts";
import type { Tx } from "../../store/index.ts";
import type { LockedLimit } from "./limits.ts";
import { countFailure } from "./limits.ts";
import type { SignInRefusal } from "./wire.ts";

export type Refused<C extends SignInRefusal = "sign_in_refused"> = { readonly ok: false; readonly code: C };

/** Whose account it was, if there is one, and at which step it ended. */
type About = {
  readonly deskUser?: DeskUserId | undefined;
  readonly staff?: StaffId | undefined;
  readonly step: "password" | "totp" | "passkey" | "oidc" | "invitation" | "code";
};

/** Counts a wrong try and records it, the same way whether there is such an account or not. */
export async function refuseSignIn(tx: Tx, locked: readonly LockedLimit[], about: About): Promise<Refused> {
  const shut = await countFailure(tx, locked);
  const { deskUser, staff, step } = about;
  const until = shut.find(({ kind }) => kind === "account")?.limit.shutUntil.toISOString();
  const isKnown = deskUser !== undefined || staff !== undefined;
  await append(tx, [
    { event: "people.sign-in-refused", deskUser, staff, step },
    ...(isKnown && until !== undefined ? [{ event: "people.lock-account", deskUser, staff, until }] : []),
  ]);
  return { ok: false, code: "sign_in_refused" };
}
