import type { Route } from "../../base/route.ts";
import { deskOf, route, staffOf } from "../../base/route.ts";
import { parseId } from "../../base/ids.ts";
import { idParam } from "../../base/wire.ts";
import { clearCookie, setCookie, STAFF_COOKIE } from "../sign-in/cookies.ts";
import { madeStaffCode, ownSessionList, staffCodeRequest, staffSignInRequest } from "../sign-in/wire.ts";
import { SIGN_IN_STATUS } from "../sign-in/status.ts";
import { staffAnswer, staffReference } from "../wire.ts";
import { makeStaffCode } from "./make-code.ts";
import { listOwnSessions, revokeOwnSession } from "./own-sessions.ts";
import type { StaffSignInDeps } from "./send-code.ts";
import { sendStaffCode } from "./send-code.ts";
import { readOwnStaff, signInStaff, signOutStaff } from "./sign-in-staff.ts";
import { z } from "zod";

/**
 * ms by this machine. What is answered to a reference comes no sooner: sealing and queueing a text to somebody who exists
 * takes longer than doing nothing for somebody who does not.
 */
const ANSWER_AFTER_MS = 250;

export type StaffSignInParts = StaffSignInDeps & { readonly publicUrl: string };

export function staffSignInRoutes(deps: StaffSignInParts): readonly Route[] {
  return [...signInRoutes(deps), ...sessionRoutes(deps)];
}

function signInRoutes(deps: StaffSignInParts): readonly Route[] {
  const { store, vault, publicUrl } = deps;
  return [
    route({
      id: "people.make-staff-code",
      method: "POST",
      path: "/v1/staff/:reference/sign-in-code",
      audience: { machine: "staff:write", desk: ["dispatcher", "admin"] },
      summary: "A code to sign in with for somebody who has no phone, to be handed to them; shown once",
      params: staffReference,
      answers: { 201: madeStaffCode },
      async act({ params }, caller) {
        const by = caller.kind === "machine" ? caller.keyId : deskOf(caller).deskUser;
        const made = await store.transaction((tx) => makeStaffCode(tx, vault, params.reference, by));
        if (!made.ok) return { status: made.code === "not_found" ? 404 : 409, problem: made.code };
        return { status: 201, body: { code: made.code, endsAt: made.endsAt.toISOString() } };
      },
    }),
    route({
      id: "people.send-staff-code",
      method: "POST",
      path: "/v1/staff-sign-in/code",
      audience: "public",
      summary: "Sends a staff member's phone a code of six digits; the answer is the same for an unknown reference",
      body: staffCodeRequest,
      answers: { 202: z.strictObject({}) },
      async act({ body, address }) {
        const slow = new Promise((resolve) => setTimeout(resolve, ANSWER_AFTER_MS));
        await Promise.all([slow, sendStaffCode(deps, { ...body, address })]);
        return { status: 202, body: {} };
      },
    }),
    route({
      id: "people.staff-sign-in",
      method: "POST",
      path: "/v1/staff-sign-in",
      audience: "public",
      summary: "Signs a staff member's device in for thirty days, by the code their phone received",
      body: staffSignInRequest,
      answers: { 200: z.strictObject({}) },
      async act({ body, address, cookies }) {
        const signedIn = await signInStaff(deps, { ...body, address, replaced: cookies[STAFF_COOKIE] });
        if (!signedIn.ok) return { status: SIGN_IN_STATUS[signedIn.code], problem: signedIn.code };
        const { token, lastsMs } = signedIn.session;
        const cookie = setCookie(publicUrl, STAFF_COOKIE, token, { maxAgeMs: lastsMs });
        return { status: 200, body: {}, headers: { "set-cookie": cookie } };
      },
    }),
  ];
}

function sessionRoutes({ store, publicUrl }: StaffSignInParts): readonly Route[] {
  return [
    route({
      id: "people.staff-sign-out",
      method: "POST",
      path: "/v1/staff-sign-out",
      audience: { staff: true },
      summary: "Ends the session of a staff member's device",
      answers: { 204: { contentType: "text/plain" } },
      async act(_input, caller) {
        await store.transaction((tx) => signOutStaff(tx, staffOf(caller)));
        return { status: 204, headers: { "set-cookie": clearCookie(publicUrl, STAFF_COOKIE) } };
      },
    }),
    route({
      id: "people.read-own-staff",
      method: "GET",
      path: "/v1/staff/me",
      audience: { staff: true },
      summary: "The signed-in staff member, as the company knows them",
      answers: { 200: staffAnswer },
      act: async (_input, caller) => ({ status: 200, body: await readOwnStaff(store, staffOf(caller)) }),
    }),
    route({
      id: "people.list-own-sessions",
      method: "GET",
      path: "/v1/staff/sessions",
      audience: { staff: true },
      summary: "One's own devices that are signed in",
      answers: { 200: ownSessionList },
      act: async (_input, caller) => ({
        status: 200,
        body: { items: await listOwnSessions(store, staffOf(caller)), next: null },
      }),
    }),
    route({
      id: "people.revoke-own-session",
      method: "DELETE",
      path: "/v1/staff/sessions/:id",
      audience: { staff: true },
      summary: "Signs one of one's own devices out, at once: a phone that was lost",
      params: idParam,
      answers: { 204: { contentType: "text/plain" } },
      async act({ params }, caller) {
        const id = parseId("session", params.id);
        const isEnded =
          id !== undefined && (await store.transaction((tx) => revokeOwnSession(tx, staffOf(caller), id)));
        return isEnded ? { status: 204 } : { status: 404, problem: "not_found" };
      },
    }),
  ];
}
