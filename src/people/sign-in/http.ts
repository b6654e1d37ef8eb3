import { parseId } from "../../base/ids.ts";
import type { Reply, Route, RouteInput } from "../../base/route.ts";
import { deskOf, DUTIES, route } from "../../base/route.ts";
import { idParam } from "../../base/wire.ts";
import { deskUsersById } from "../desk-users/read-desk-users.ts";
import type { Enrolment } from "./accept-invitation.ts";
import { acceptWithPasskey, acceptWithTotp, beginAccepting } from "./accept-invitation.ts";
import { clearCookie, DESK_COOKIE, setCookie, TICKET_COOKIE, TICKET_PATH } from "./cookies.ts";
import type { SignInDeps } from "./deps.ts";
import { listSessions, revokeSession, signOut } from "./list-sessions.ts";
import { TICKET_MS } from "./rules.ts";
import type { FirstStep, From, SignedIn } from "./sign-in-by-password.ts";
import { checkPassword, passkeyOptions, signInByPasskey, signInByTotp } from "./sign-in-by-password.ts";
import type { SignedInByOidc } from "./sign-in-by-oidc.ts";
import { beginOidc, signInByOidc } from "./sign-in-by-oidc.ts";
import { SIGN_IN_STATUS } from "./status.ts";
import {
  acceptRequest,
  codeRequest,
  credentialOptions,
  credentialRequest,
  enrolment,
  nextStep,
  oidcCallback,
  passwordRequest,
  sessionAnswer,
  sessionList,
  signInWays,
} from "./wire.ts";

const EXPIRED = { status: SIGN_IN_STATUS.sign_in_expired, problem: "sign_in_expired" } as const;
const NOT_FOUND = { status: 404, problem: "not_found" } as const;

function fromOf({ address, cookies }: Pick<RouteInput, "address" | "cookies">): From {
  return { address, ticket: cookies[TICKET_COOKIE], session: cookies[DESK_COOKIE] };
}

function ticketCookie({ publicUrl }: SignInDeps, ticket: string, isLax = false): string {
  return setCookie(publicUrl, TICKET_COOKIE, ticket, { path: TICKET_PATH, maxAgeMs: TICKET_MS, isLax });
}

/** The session's cookie, and the ticket's taken away. One that a sign-in elsewhere gave goes along with a link from there. */
function signedInHeaders({ publicUrl }: SignInDeps, { session }: SignedIn & { readonly ok: true }, isLax = false) {
  const { token, lastsMs } = session;
  return {
    "set-cookie": [
      setCookie(publicUrl, DESK_COOKIE, token, { maxAgeMs: lastsMs, isLax }),
      clearCookie(publicUrl, TICKET_COOKIE, TICKET_PATH),
    ],
  };
}

function refusedReply({ code }: Exclude<FirstStep | Enrolment | SignedInByOidc, { readonly ok: true }>): Reply {
  return { status: SIGN_IN_STATUS[code], problem: code };
}

async function signedInReply(deps: SignInDeps, signedIn: SignedIn): Promise<Reply> {
  if (!signedIn.ok) return refusedReply(signedIn);
  const [user] = await deskUsersById(deps.store, [signedIn.deskUser]);
  if (user === undefined) throw new Error(`could not read ${signedIn.deskUser}, who just signed in`);
  const { deskUser, duty, identity: personReference } = user;
  const body = { session: signedIn.session.id, deskUser, personReference, duty };
  return { status: 200, body, headers: signedInHeaders(deps, signedIn) };
}

export function signInRoutes(deps: SignInDeps): readonly Route[] {
  return [
    ...wayRoutes(deps),
    ...passwordRoutes(deps),
    ...invitationRoutes(deps),
    ...oidcRoutes(deps),
    ...sessionRoutes(deps),
  ];
}

/** What the page that signs people in has to know first. */
function wayRoutes({ oidc }: SignInDeps): readonly Route[] {
  return [
    route({
      id: "people.read-sign-in-ways",
      method: "GET",
      path: "/v1/sign-in",
      audience: "public",
      summary: "How the desk may sign in here: by password and second factor, by the company's identity provider",
      answers: { 200: signInWays },
      act: async () => ({ status: 200, body: { ways: oidc === undefined ? ["password"] : ["oidc", "password"] } }),
    }),
  ];
}

function passwordRoutes(deps: SignInDeps): readonly Route[] {
  return [
    route({
      id: "people.check-password",
      method: "POST",
      path: "/v1/sign-in/password",
      audience: "public",
      summary: "The first factor of somebody of the desk; nobody is signed in by it",
      body: passwordRequest,
      answers: { 200: nextStep },
      async act({ body, address }) {
        const step = await checkPassword(deps, { ...body, address });
        if (!step.ok) return refusedReply(step);
        const headers = { "set-cookie": ticketCookie(deps, step.ticket) };
        return { status: 200, body: { methods: step.methods }, headers };
      },
    }),
    route({
      id: "people.sign-in-by-totp",
      method: "POST",
      path: "/v1/sign-in/totp",
      audience: "public",
      summary: "The second factor: the code of an authenticator",
      body: codeRequest,
      answers: { 200: sessionAnswer },
      act: async ({ body, ...input }) => signedInReply(deps, await signInByTotp(deps, body.code, fromOf(input))),
    }),
    route({
      id: "people.passkey-options",
      method: "POST",
      path: "/v1/sign-in/passkey/options",
      audience: "public",
      summary: "What a browser asks a passkey to sign",
      answers: { 200: credentialOptions },
      async act({ cookies }) {
        const options = await passkeyOptions(deps, cookies[TICKET_COOKIE]);
        return options === undefined ? EXPIRED : { status: 200, body: options };
      },
    }),
    route({
      id: "people.sign-in-by-passkey",
      method: "POST",
      path: "/v1/sign-in/passkey",
      audience: "public",
      summary: "The second factor: a passkey",
      body: credentialRequest,
      answers: { 200: sessionAnswer },
      act: async ({ body, ...input }) =>
        signedInReply(deps, await signInByPasskey(deps, body.credential, fromOf(input))),
    }),
  ];
}

function invitationRoutes(deps: SignInDeps): readonly Route[] {
  return [
    route({
      id: "people.begin-accepting",
      method: "POST",
      path: "/v1/sign-in/accept",
      audience: "public",
      summary: "Takes a password for an invitation, and gives what a second factor is made of",
      body: acceptRequest,
      answers: { 200: enrolment },
      async act({ body, address }) {
        const begun = await beginAccepting(deps, { ...body, address });
        if (!begun.ok) return refusedReply(begun);
        const { ticket, totp, passkey } = begun;
        return { status: 200, body: { totp, passkey }, headers: { "set-cookie": ticketCookie(deps, ticket) } };
      },
    }),
    route({
      id: "people.accept-with-totp",
      method: "POST",
      path: "/v1/sign-in/accept/totp",
      audience: "public",
      summary: "Accepts an invitation with an authenticator, and signs in",
      body: codeRequest,
      answers: { 200: sessionAnswer },
      act: async ({ body, ...input }) => signedInReply(deps, await acceptWithTotp(deps, body.code, fromOf(input))),
    }),
    route({
      id: "people.accept-with-passkey",
      method: "POST",
      path: "/v1/sign-in/accept/passkey",
      audience: "public",
      summary: "Accepts an invitation with a passkey, and signs in",
      body: credentialRequest,
      answers: { 200: sessionAnswer },
      act: async ({ body, ...input }) =>
        signedInReply(deps, await acceptWithPasskey(deps, body.credential, fromOf(input))),
    }),
  ];
}

function oidcRoutes(deps: SignInDeps): readonly Route[] {
  return [
    route({
      id: "people.begin-oidc",
      method: "GET",
      path: "/v1/sign-in/oidc",
      audience: "public",
      summary: "Sends the browser to the company's identity provider",
      answers: { 303: { contentType: "text/plain" } },
      async act({ address }) {
        const begun = await beginOidc(deps, address);
        if (!begun.ok) return refusedReply(begun);
        // The provider sends the browser back from another site.
        const headers = { location: begun.url, "set-cookie": ticketCookie(deps, begun.ticket, true) };
        return { status: 303, headers };
      },
    }),
    route({
      id: "people.sign-in-by-oidc",
      method: "GET",
      path: "/v1/sign-in/oidc/callback",
      audience: "public",
      summary: "Where the identity provider sends the browser back to",
      query: oidcCallback,
      answers: { 303: { contentType: "text/plain" } },
      async act({ query, ...input }) {
        const signedIn = await signInByOidc(deps, query, fromOf(input));
        if (!signedIn.ok) return refusedReply(signedIn);
        // Always the desk: an address that came from outside would be followed from here.
        return {
          status: 303,
          headers: { location: `${deps.publicUrl}/desk`, ...signedInHeaders(deps, signedIn, true) },
        };
      },
    }),
  ];
}

function sessionRoutes(deps: SignInDeps): readonly Route[] {
  const { store, publicUrl } = deps;
  return [
    route({
      id: "people.sign-out",
      method: "POST",
      path: "/v1/sign-out",
      audience: { desk: DUTIES },
      summary: "Ends one's own session",
      answers: { 204: { contentType: "text/plain" } },
      async act(_input, caller) {
        await store.transaction((tx) => signOut(tx, deskOf(caller)));
        return { status: 204, headers: { "set-cookie": clearCookie(publicUrl, DESK_COOKIE) } };
      },
    }),
    route({
      id: "people.read-session",
      method: "GET",
      path: "/v1/session",
      audience: { desk: DUTIES },
      summary: "Who is signed in",
      answers: { 200: sessionAnswer },
      async act(_input, caller) {
        const { session, deskUser, identity, duty } = deskOf(caller);
        return { status: 200, body: { session, deskUser, personReference: identity, duty } };
      },
    }),
    route({
      id: "people.list-sessions",
      method: "GET",
      path: "/v1/sessions",
      audience: { desk: DUTIES },
      summary: "One's own sessions in force; an admin sees everybody's, the staff's devices too",
      answers: { 200: sessionList },
      act: async (_input, caller) => ({
        status: 200,
        body: { items: await listSessions(store, deskOf(caller)), next: null },
      }),
    }),
    route({
      id: "people.revoke-session",
      method: "DELETE",
      path: "/v1/sessions/:id",
      audience: { desk: DUTIES },
      summary: "Ends one of one's own sessions, at once; an admin anybody's",
      params: idParam,
      answers: { 204: { contentType: "text/plain" } },
      async act({ params }, caller) {
        const id = parseId("session", params.id);
        const isEnded = id !== undefined && (await store.transaction((tx) => revokeSession(tx, deskOf(caller), id)));
        return isEnded ? { status: 204 } : NOT_FOUND;
      },
    }),
  ];
}
