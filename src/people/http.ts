import type { StaffId } from "../base/ids.ts";
import { idParam } from "../base/wire.ts";
import { parseId } from "../base/ids.ts";
import type { Route } from "../base/route.ts";
import { byOf, route } from "../base/route.ts";
import type { Store, Tx } from "../store/index.ts";
import type { Vault } from "../vault/index.ts";
import { deskUserRoutes } from "./desk-users/http.ts";
import type { DescribeStaff } from "./list-staff.ts";
import { listStaff } from "./list-staff.ts";
import { listMachineKeys } from "./list-machine-keys.ts";
import { createMachineKey, revokeMachineKey } from "./machine-keys.ts";
import { putStaff } from "./put-staff.ts";
import { readStaff } from "./rules.ts";
import type { SignInDeps } from "./sign-in/deps.ts";
import { signInRoutes } from "./sign-in/http.ts";
import { staffSignInRoutes } from "./staff-sign-in/http.ts";
import type { SendCode } from "./staff-sign-in/send-code.ts";
import type { StaffRefusal } from "./wire.ts";
import {
  DESK_SCOPES,
  machineKeyList,
  machineKeyMade,
  machineKeyRequest,
  staffAnswer,
  staffList,
  staffQuery,
  staffReference,
  staffRequest,
} from "./wire.ts";

const STATUS = {
  phone_invalid: 400,
  staff_erased: 409,
} as const satisfies { readonly [code in StaffRefusal]: number };

export type PeopleDeps = {
  readonly store: Store;
  readonly vault: Vault;
  /** Their handset changed: whatever leads to them has to follow, in the same transaction. */
  readonly onStaffMoved: (tx: Tx, staff: StaffId, reference: string) => Promise<void>;
  /** What rooms above know of them. */
  readonly describeStaff: DescribeStaff;
};

export function peopleRoutes({ store, vault, onStaffMoved, describeStaff }: PeopleDeps): readonly Route[] {
  return [
    ...machineKeyRoutes(store),
    route({
      id: "people.list-staff",
      method: "GET",
      path: "/v1/staff",
      audience: { desk: ["dispatcher", "admin", "handler"] },
      summary: "Staff by the company's references: regime, standing, missions of today; no name and no phone",
      query: staffQuery,
      answers: { 200: staffList },
      act: async ({ query }) => ({ status: 200, body: await listStaff(store, query, describeStaff) }),
    }),
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

/** Keys of programs. The secret of a new one is told once. */
function machineKeyRoutes(store: Store): readonly Route[] {
  const audience = { desk: ["admin"] } as const;
  return [
    route({
      id: "people.list-machine-keys",
      method: "GET",
      path: "/v1/machine-keys",
      audience,
      summary: "Keys of programs, revoked ones too, with what they may do; nothing of a secret",
      answers: { 200: machineKeyList },
      async act() {
        const items = (await listMachineKeys(store)).map(({ keyId: id, createdAt, revokedAt, ...rest }) => {
          return { id, ...rest, createdAt: createdAt.toISOString(), revokedAt: revokedAt?.toISOString() ?? null };
        });
        return { status: 200, body: { items, next: null, grantable: DESK_SCOPES } };
      },
    }),
    route({
      id: "people.create-machine-key",
      method: "POST",
      path: "/v1/machine-keys",
      audience,
      summary: "Makes a key for a program; its secret is in the answer and nowhere else",
      body: machineKeyRequest,
      answers: { 201: machineKeyMade },
      async act({ body }, caller) {
        if (body.scopes.some((scope) => !DESK_SCOPES.includes(scope)))
          return { status: 403, problem: "scope_not_for_desk" };
        const { keyId: id, secret } = await store.transaction((tx) => createMachineKey(tx, body, byOf(caller)));
        return { status: 201, body: { id, secret } };
      },
    }),
    route({
      id: "people.revoke-machine-key",
      method: "DELETE",
      path: "/v1/machine-keys/:id",
      audience,
      summary: "From now on a key opens nothing, on every node within five seconds",
      params: idParam,
      answers: { 204: { contentType: "text/plain" } },
      async act({ params }, caller) {
        const id = parseId("key", params.id);
        const isRevoked = id !== undefined && (await store.transaction((tx) => revokeMachineKey(tx, id, byOf(caller))));
        return isRevoked ? { status: 204 } : { status: 404, problem: "not_found" };
      },
    }),
  ];
}

export type AccountDeps = SignInDeps & { readonly sendCode: SendCode };

/** How people sign in, and who has an account. */
export function accountRoutes(deps: AccountDeps): readonly Route[] {
  return [...signInRoutes(deps), ...deskUserRoutes(deps), ...staffSignInRoutes(deps)];
}
