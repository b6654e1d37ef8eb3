import type { AuditedEntry, Horizon, RecordAudit, Tell } from "../ledger/index.ts";
import { eachPage, textOf } from "../ledger/index.ts";
import type { Query } from "../store/index.ts";
import type { AuditedDeskUserRow } from "./desk-users/sql.ts";
import { SELECT_AUDITED_DESK_USERS } from "./desk-users/sql.ts";
import type { AuditedKeyRow, AuditedStaffRow } from "./sql.ts";
import * as sql from "./sql.ts";

type Staff = { readonly regime: unknown; readonly hasPhone: unknown };
/** What they are until an entry says otherwise. */
const FIRST_STANDING = { standing: "active", isOnHold: false };
type Key = { readonly scopes: string | undefined; readonly isRevoked: boolean };

type DeskUser = { readonly duty: unknown; readonly isActive: unknown; readonly hasAccepted: boolean };

/** Every staff member, machine key and desk user with the entries that made it what it is. */
export class PeopleRecords implements RecordAudit {
  readonly #tell: Tell;
  readonly #staff = new Map<string, Staff>();
  readonly #standings = new Map<string, typeof FIRST_STANDING>();
  readonly #keys = new Map<string, Key>();

  readonly #deskUsers = new Map<string, DeskUser>();

  constructor(tell: Tell) {
    this.#tell = tell;
  }

  take({ body }: AuditedEntry): void {
    const [staff, key] = [textOf(body["staff"]) ?? "", textOf(body["key"]) ?? ""];
    const deskUser = textOf(body["deskUser"]) ?? "";
    switch (body.event) {
      case "people.put-staff":
        this.#staff.set(staff, { regime: body["regime"], hasPhone: body["hasPhone"] });
        break;
      case "people.set-standing":
        this.#standings.set(staff, { ...this.#standingOf(staff), standing: textOf(body["standing"]) ?? "" });
        break;
      case "people.set-hold":
        this.#standings.set(staff, { ...this.#standingOf(staff), isOnHold: body["isOnHold"] === true });
        break;
      case "people.register-machine-key":
        this.#keys.set(key, { scopes: String(body["scopes"]), isRevoked: false });
        break;
      case "people.revoke-machine-key":
        this.#keys.set(key, { scopes: this.#keys.get(key)?.scopes, isRevoked: true });
        break;
      case "people.put-desk-user": {
        const { duty, isActive, isInvited } = body;
        const hasAccepted = isInvited !== true && this.#deskUsers.get(deskUser)?.hasAccepted === true;
        this.#deskUsers.set(deskUser, { duty, isActive, hasAccepted });
        break;
      }
      case "people.accept-invitation": {
        const { duty, isActive } = this.#deskUsers.get(deskUser) ?? {};
        this.#deskUsers.set(deskUser, { duty, isActive, hasAccepted: true });
        break;
      }
      default:
    }
  }

  async compare(run: Query, horizon: Horizon): Promise<number> {
    let rows = 0;
    for await (const page of eachPage<AuditedStaffRow>(run, "people.staff", sql.SELECT_AUDITED_STAFF)) {
      rows += page.length;
      for (const row of page) this.#compareStaff(row, horizon);
    }
    for await (const page of eachPage<AuditedKeyRow>(run, "people.machine_key", sql.SELECT_AUDITED_KEYS)) {
      rows += page.length;
      for (const row of page) this.#compareKey(row, horizon);
    }
    for await (const page of eachPage<AuditedDeskUserRow>(run, "people.desk_user", SELECT_AUDITED_DESK_USERS)) {
      rows += page.length;
      for (const row of page) this.#compareDeskUser(row, horizon);
    }
    for (const deskUser of this.#deskUsers.keys())
      this.#tell(`desk user ${deskUser}: an entry tells of them, and they are not there`);
    for (const staff of this.#staff.keys())
      this.#tell(`staff ${staff}: an entry tells of them, and they are not there`);
    for (const key of this.#keys.keys()) this.#tell(`machine key ${key}: an entry tells of it, and it is not there`);
    return rows;
  }

  #standingOf(staff: string): typeof FIRST_STANDING {
    return this.#standings.get(staff) ?? FIRST_STANDING;
  }

  #compareStaff(row: AuditedStaffRow, { prunedBeforeMs }: Horizon): void {
    const { staff_id: id, regime, has_phone, created_at } = row;
    const { standing, isOnHold } = this.#standingOf(id);
    // What an entry said before the oldest that is kept, nobody knows any more.
    const isForgotten = !this.#standings.has(id) && Number(created_at) < prunedBeforeMs;
    if (!isForgotten && (row.standing !== standing || row.is_on_hold !== isOnHold))
      this.#tell(`staff ${id}: their standing is not what entries say`);
    const known = this.#staff.get(id);
    this.#staff.delete(id);
    if (known === undefined) {
      if (Number(created_at) >= prunedBeforeMs) this.#tell(`staff ${id}: no entry tells of them`);
      return;
    }
    const isSame = known.regime === regime && known.hasPhone === has_phone;
    if (!isSame) this.#tell(`staff ${id}: row and entry differ in regime or in whether they have a phone`);
  }

  #compareKey({ key_id: id, scopes, created_at, revoked_at }: AuditedKeyRow, { prunedBeforeMs }: Horizon): void {
    const known = this.#keys.get(id);
    this.#keys.delete(id);
    const isOld = Number(created_at) < prunedBeforeMs;
    if (known?.scopes === undefined && !isOld) this.#tell(`machine key ${id}: no entry tells of it`);
    if (known?.scopes !== undefined && known.scopes !== scopes.join()) {
      this.#tell(`machine key ${id}: row and entry differ in scopes`);
    }
    const isRevocationOld = revoked_at !== null && Number(revoked_at) < prunedBeforeMs;
    if ((known?.isRevoked ?? false) !== (revoked_at !== null) && !isRevocationOld) {
      this.#tell(`machine key ${id}: row and entries differ in whether it was revoked`);
    }
  }

  #compareDeskUser(row: AuditedDeskUserRow, { prunedBeforeMs }: Horizon): void {
    const known = this.#deskUsers.get(row.desk_user_id);
    this.#deskUsers.delete(row.desk_user_id);
    const tell = (what: string) => this.#tell(`desk user ${row.desk_user_id}: ${what}`);
    const isOld = Number(row.created_at) < prunedBeforeMs;
    if (known?.duty === undefined) {
      if (!isOld) tell("no entry tells of them");
      return;
    }
    if (known.duty !== row.duty || known.isActive !== row.is_active) {
      tell("row and entries differ in duty or in whether they are active");
    }
    // Once anything has expired, the entry that they accepted may have too.
    const mayHaveExpired = row.has_accepted && isOld;
    if (known.hasAccepted !== row.has_accepted && !mayHaveExpired) {
      tell("row and entries differ in whether they accepted their invitation");
    }
  }
}
