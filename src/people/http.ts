import type { StaffId } from "../base/ids.ts";
import { parsePhone } from "../base/phone.ts";
import type { Route } from "../base/route.ts";
import { route } from "../base/route.ts";
import { seal } from "../base/sealed.ts";
import type { Store, Tx } from "../store/index.ts";
import type { Vault } from "../vault/index.ts";
import { putStaff } from "./put-staff.ts";
import { staffAnswer, staffReference, staffRequest } from "./wire.ts";

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
      audience: { machine: "staff:write" },
      summary: "Creates or replaces a staff member; the phone is vaulted and never returned",
      params: staffReference,
      body: staffRequest,
      answers: { 200: staffAnswer },
      async act({ params, body }) {
        const phone = body.phone === undefined ? undefined : parsePhone(body.phone, "FR");
        if (phone?.ok === false) return { status: 400, problem: phone.code };
        const member = await store.transaction(async (tx) => {
          const put = await putStaff(tx, vault, {
            reference: params.reference,
            displayName: seal(body.displayName),
            phone: phone === undefined ? undefined : seal(phone.e164),
            regime: body.regime,
            language: body.language,
          });
          if (put.hasMoved) await onStaffMoved(tx, put.member.id, put.member.reference);
          return put.member;
        });
        const { reference, regime, language, hasPhone, standing } = member;
        return { status: 200, body: { reference, regime, language, hasPhone, standing } };
      },
    }),
  ];
}
