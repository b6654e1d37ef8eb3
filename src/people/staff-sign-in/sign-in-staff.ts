import { timingSafeEqual } from "node:crypto";
import type { StaffId } from "../../base/ids.ts";
import type { StaffCaller } from "../../base/route.ts";
import { append } from "../../ledger/index.ts";
import type { Query, Tx } from "../../store/index.ts";
import { TENANT } from "../../store/index.ts";
import { forgiveAccount, isShutOut, limitOfAccount, limitOfAddress, lockLimits } from "../sign-in/limits.ts";
import type { Refused } from "../sign-in/refuse-sign-in.ts";
import { refuseSignIn } from "../sign-in/refuse-sign-in.ts";
import { isShut, MAX_CODE_TRIES } from "../sign-in/rules.ts";
import type { NewSession } from "../sign-in/sessions.ts";
import { beginSession, endReplaced, endSession } from "../sign-in/sessions.ts";
import type { StaffSignInDeps } from "./send-code.ts";
import { hashCode } from "./send-code.ts";
import type { CodeRow, StaffMemberRow, StaffOfReferenceRow } from "./sql.ts";
import * as sql from "./sql.ts";

export type StaffSignedIn =
  | { readonly ok: true; readonly session: NewSession }
  | Refused<"sign_in_refused" | "sign_in_too_often">;

type Asked = {
  readonly reference: string;
  readonly code: string;
  readonly address: string;
  readonly replaced: string | undefined;
};

/**
 * A device session for whoever holds the staff member's phone. A code is good once, for ten minutes and five tries; a
 * wrong one, one that is over and an unknown reference get one answer. Who is suspended or excluded may sign in: they have
 * a case to answer.
 */
export async function signInStaff(deps: StaffSignInDeps, asked: Asked): Promise<StaffSignedIn> {
  const { store, vault } = deps;
  const { reference, code, address, replaced } = asked;
  const counted = [limitOfAccount(vault, `staff ${reference}`), limitOfAddress(vault, address)] as const;
  if (await isShutOut(store, counted[1])) return { ok: false, code: "sign_in_too_often" };
  return store.transaction(async (tx) => {
    const locked = await lockLimits(tx, counted);
    const [member] = await tx.query<StaffOfReferenceRow>(sql.SELECT_STAFF_OF_REFERENCE, [tx.tenant, reference]);
    const staff = member?.staff_id;
    const isRight = await isCode(tx, hashCode(vault, staff ?? "nobody", code), staff);
    if (staff === undefined || !isRight || locked.some(({ limit }) => isShut(limit, tx.now))) {
      return refuseSignIn(tx, locked, { staff, step: "code" });
    }
    await tx.query(sql.DELETE_CODE, [tx.tenant, staff]);
    await endReplaced(tx, replaced);
    await forgiveAccount(tx, locked);
    const session = await beginSession(tx, { staff }, "code");
    await append(tx, [{ event: "people.staff-sign-in", staff, session: session.id }]);
    return { ok: true, session };
  });
}

/** Counts the try, right or wrong. Runs the same statements for nobody. */
async function isCode(tx: Tx, hashed: Buffer, staff: StaffId | undefined): Promise<boolean> {
  const whom = [tx.tenant, staff ?? ""];
  const [known] = await tx.query<CodeRow>(sql.LOCK_CODE, whom);
  await tx.query(sql.COUNT_CODE_TRY, whom);
  const isSame = timingSafeEqual(known?.code_hash ?? Buffer.alloc(hashed.length), hashed);
  return known !== undefined && isSame && known.tries < MAX_CODE_TRIES && tx.now < known.ends_at;
}

export async function signOutStaff(tx: Tx, { staff, session }: StaffCaller): Promise<void> {
  if (!(await endSession(tx, session, "sign_out"))) return;
  await append(tx, [{ event: "people.sign-out", staff, session }]);
}

export async function readOwnStaff(run: Query, { staff }: StaffCaller) {
  const [row] = await run.query<StaffMemberRow>(sql.SELECT_STAFF_MEMBER, [TENANT, staff]);
  if (row === undefined) throw new Error(`could not read ${staff}, who is signed in`);
  const { reference, regime, language, standing, has_phone: hasPhone } = row;
  return { reference, regime, language, hasPhone, standing };
}
