import type { StaffId } from "../base/ids.ts";
import type { Route } from "../base/route.ts";
import { byOf, route } from "../base/route.ts";
import type { Store, Tx } from "../store/index.ts";
import type { Vault } from "../vault/index.ts";
import { deskUserRoutes } from "./desk-users/http.ts";
import { putStaff } from "./put-staff.ts";
import { readStaff } from "./rules.ts";
import type { SignInDeps } from "./sign-in/deps.ts";
import { signInRoutes } from "./sign-in/http.ts";
import { staffSignInRoutes } from "./staff-sign-in/http.ts";
import type { SendCode } from "./staff-sign-in/send-code.ts";
import type { StaffRefusal } from "./wire.ts";
import { staffAnswer, staffReference, staffRequest } from "./wire.ts";

const STATUS = {
  phone_invalid: 400,
  staff_erased: 409,
} as const satisfies { readonly [code in StaffRefusal]: number };

export type PeopleDeps = {
  readonly store: Store;
  readonly vault: Vault;
  /** Their handset changed: whatever leads to them has to follow, in the same transaction. */
  readonly onStaffMoved: (tx: Tx, staff: StaffId, reference: string) => Promise<void>;
};

export function peopleRoutes({ store, vault, onStaffMoved }: PeopleDeps): readonly Route[] {
  return [
    route({
      id: "people.put-staff",
      method: "PUT",
      path: "/v1/staff/:reference",
      audience: { machine: "staff:write", desk: ["dispatcher", "admin"] },
      summary: "Creates or replaces a staff member; the phone is vaulted and never returned",
      params: staffReference,
      body: staffRequest,
      answers: { 200: staffAnswer },
      async act({ params, body }, caller) {
        const read = readStaff(params.reference, body);
        if (!read.ok) return { status: STATUS[read.code], problem: read.code };
        const put = await store.transaction(async (tx) => {
          const done = await putStaff(tx, vault, read.input, byOf(caller));
          if (done.ok && done.hasMoved) await onStaffMoved(tx, done.member.id, done.member.reference);
          return done;
        });
        if (!put.ok) return { status: STATUS[put.code], problem: put.code };
        const { reference, regime, language, hasPhone, standing } = put.member;
        return { status: 200, body: { reference, regime, language, hasPhone, standing } };
      },
    }),
  ];
}

export type AccountDeps = SignInDeps & { readonly sendCode: SendCode };

/** How people sign in, and who has an account. */
export function accountRoutes(deps: AccountDeps): readonly Route[] {
  return [...signInRoutes(deps), ...deskUserRoutes(deps), ...staffSignInRoutes(deps)];
}
