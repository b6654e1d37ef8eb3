import type { StaffId } from "../../base/ids.ts";
import type { Audience, Caller, Reply, Route } from "../../base/route.ts";
import { byOf, DUTIES, route } from "../../base/route.ts";
import type { Store } from "../../store/index.ts";
import type { Calendar, CivilDate } from "../regimes/index.ts";
import { civilDate } from "../regimes/index.ts";
import type { Acknowledger, AcknowledgementRefusal } from "./acknowledge.ts";
import { acknowledgeCharter, readAcknowledgements } from "./acknowledge.ts";
import { putCharter } from "./put-charter.ts";
import { readCharters, readPolicy } from "./read-charters.ts";
import type { CharterRefusal } from "./rules.ts";
import { setPolicy } from "./set-policy.ts";
import {
  acknowledgementAnswer,
  acknowledgementList,
  acknowledgementQuery,
  acknowledgementRequest,
  charterAnswer,
  charterList,
  charterRequest,
  policyRequest,
  versionParam,
} from "./wire.ts";

const STATUS = {
  charter_incomplete: 422,
  charter_date_in_future: 422,
  charter_in_force_too_soon: 422,
  charter_backdated: 409,
  suspension_unbounded: 422,
  days_not_of_sanction: 422,
  sanction_not_of_regime: 422,
  sanction_twice: 422,
} as const satisfies { readonly [code in CharterRefusal]: number };

const ACKNOWLEDGEMENT_STATUS = {
  charter_unknown: 404,
  unknown_staff: 404,
  staff_missing: 422,
  staff_not_yours: 403,
} as const satisfies { readonly [code in AcknowledgementRefusal]: number };

const NOT_FOUND = { status: 404, problem: "not_found" } as const;
export const WRITE = { machine: "charter:write", desk: ["dpo", "admin"] } as const satisfies Audience;
/** What staff are held to, they read; how it stands with all of them, the desk and the company's own programs. */
export const READ = { machine: "charter:read", desk: DUTIES } as const satisfies Audience;
export const READ_BY_STAFF = { ...READ, staff: true } as const satisfies Audience;

export type CharterDeps = { readonly store: Store; readonly calendar: Calendar };

export function versionRoutes({ store, calendar }: CharterDeps): readonly Route[] {
  const today = async (): Promise<CivilDate> => civilDate(await store.now(), calendar.zone);
  return [
    route({
      id: "charter.put-charter",
      method: "POST",
      path: "/v1/charters",
      audience: WRITE,
      summary: "Records the next version of the charter with its scale of sanctions; it never changes afterwards",
      body: charterRequest,
      answers: { 201: charterAnswer },
      async act({ body }, caller) {
        const put = await store.transaction((tx) => putCharter(tx, calendar, body, byOf(caller)));
        if (put.ok) return { status: 201, body: put.charter };
        const { code, missing } = put;
        return { status: STATUS[code], problem: code, ...(missing === undefined ? {} : { more: { missing } }) };
      },
    }),
    route({
      id: "charter.list-charters",
      method: "GET",
      path: "/v1/charters",
      audience: READ_BY_STAFF,
      summary: "All versions of the charter, newest first, and the template that comes with the house",
      answers: { 200: charterList },
      act: async () => ({ status: 200, body: { items: await readCharters(store, await today()), next: null } }),
    }),
    route({
      id: "charter.read-charter",
      method: "GET",
      path: "/v1/charters/:version",
      audience: READ_BY_STAFF,
      summary: "One version of the charter; 0 is the template",
      params: versionParam,
      answers: { 200: charterAnswer },
      async act({ params }) {
        const all = await readCharters(store, await today());
        const found = all.find(({ version }) => String(version) === params.version);
        return found === undefined ? NOT_FOUND : { status: 200, body: found };
      },
    }),
    ...policyRoutes(store),
  ];
}

function policyRoutes(store: Store): readonly Route[] {
  return [
    route({
      id: "charter.read-policy",
      method: "GET",
      path: "/v1/charter-policy",
      audience: READ,
      summary: "Whether staff acknowledge the charter in force before they are given missions",
      answers: { 200: policyRequest },
      act: async () => ({ status: 200, body: await readPolicy(store) }),
    }),
    route({
      id: "charter.set-policy",
      method: "PUT",
      path: "/v1/charter-policy",
      audience: WRITE,
      summary: "Asks for the charter in force to be acknowledged before a mission, or no longer",
      body: policyRequest,
      answers: { 200: policyRequest },
      async act({ body }, caller) {
        return { status: 200, body: await store.transaction((tx) => setPolicy(tx, body, byOf(caller))) };
      },
    }),
  ];
}

export function acknowledgementRoutes(store: Store): readonly Route[] {
  return [
    route({
      id: "charter.acknowledge-charter",
      method: "POST",
      path: "/v1/charter-acknowledgements",
      audience: { machine: "charter:write", staff: true },
      summary: "Acknowledges a version of the charter: for oneself, or as signed on paper",
      body: acknowledgementRequest,
      answers: { 200: acknowledgementAnswer, 201: acknowledgementAnswer },
      async act({ body }, caller) {
        const who = whoAcknowledges(caller, body.staff);
        if (typeof who === "string") return refused(who);
        const given = await store.transaction((tx) => acknowledgeCharter(tx, who, body.version));
        if (!given.ok) return refused(given.code);
        return { status: given.isNew ? 201 : 200, body: given.acknowledgement };
      },
    }),
    route({
      id: "charter.list-acknowledgements",
      method: "GET",
      path: "/v1/charter-acknowledgements",
      audience: READ_BY_STAFF,
      summary: "Who acknowledged which version when; a staff member sees their own",
      query: acknowledgementQuery,
      answers: { 200: acknowledgementList },
      async act({ query }, caller) {
        const { staff, version, limit, after } = query;
        const filter = { self: selfOf(caller), staff, version, limit, after: Number(after ?? 0) };
        return { status: 200, body: await readAcknowledgements(store, filter) };
      },
    }),
  ];
}

/** The staff member who asks, when it is one: they see and say what is theirs. */
export function selfOf(caller: Caller): StaffId | undefined {
  return caller.kind === "staff" ? caller.staff : undefined;
}

/** A staff member speaks for themselves only, the company only for somebody whom it names. */
export function whoAcknowledges(
  caller: Caller,
  reference: string | undefined,
): Acknowledger | Extract<AcknowledgementRefusal, "staff_missing" | "staff_not_yours"> {
  const self = selfOf(caller);
  if (self !== undefined) return reference === undefined ? { self } : "staff_not_yours";
  return reference === undefined ? "staff_missing" : { reference, by: byOf(caller) };
}

function refused(code: AcknowledgementRefusal): Reply {
  return { status: ACKNOWLEDGEMENT_STATUS[code], problem: code };
}
