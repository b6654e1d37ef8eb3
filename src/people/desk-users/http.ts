import { parseId } from "../../base/ids.ts";
import type { Caller, Route } from "../../base/route.ts";
import { DUTIES, route } from "../../base/route.ts";
import { idParam } from "../../base/wire.ts";
import type { Store } from "../../store/index.ts";
import type { Vault } from "../../vault/index.ts";
import type { Appointer } from "./put-desk-user.ts";
import { changeDeskUser, inviteAgain, inviteDeskUser } from "./put-desk-user.ts";
import { readColleagues, readDeskUsers } from "./read-desk-users.ts";
import type { DeskUserRefusal } from "./wire.ts";
import {
  colleagueList,
  deskUserAnswer,
  deskUserChange,
  deskUserList,
  deskUserRequest,
  invitationAnswer,
} from "./wire.ts";

const STATUS = {
  email_taken: 409,
  own_account: 403,
  desk_user_closed: 409,
} as const satisfies { readonly [code in DeskUserRefusal]: number };

const NOT_FOUND = { status: 404, problem: "not_found" } as const;
const AUDIENCE = { machine: "desk:write", desk: ["admin"] } as const;

function appointerOf(caller: Caller): Appointer {
  if (caller.kind === "desk" || caller.kind === "machine") return caller;
  throw new Error("could not appoint somebody for nobody");
}

type Deps = { readonly store: Store; readonly vault: Vault };

export function deskUserRoutes(deps: Deps): readonly Route[] {
  return [...invitingRoutes(deps), ...changingRoutes(deps)];
}

function invitingRoutes({ store, vault }: Deps): readonly Route[] {
  return [
    route({
      id: "people.invite-desk-user",
      method: "POST",
      path: "/v1/desk-users",
      audience: AUDIENCE,
      summary: "Makes an account for somebody of the desk and gives the invitation to it, once",
      body: deskUserRequest,
      answers: { 201: invitationAnswer },
      async act({ body }, caller) {
        const by = appointerOf(caller);
        const invited = await store.transaction((tx) => inviteDeskUser(tx, vault, body, by));
        if (!invited.ok) return { status: STATUS[invited.code], problem: invited.code };
        return { status: 201, body: { id: invited.id, invitation: invited.invitation } };
      },
    }),
    route({
      id: "people.invite-again",
      method: "POST",
      path: "/v1/desk-users/:id/invite",
      audience: AUDIENCE,
      summary:
        "A new invitation, for who came too late or lost their second factor; what opened the account before ends",
      params: idParam,
      answers: { 200: invitationAnswer },
      async act({ params }, caller) {
        const id = parseId("deskUser", params.id);
        if (id === undefined) return NOT_FOUND;
        const invited = await store.transaction((tx) => inviteAgain(tx, vault, id, appointerOf(caller)));
        if (invited === undefined) return NOT_FOUND;
        if (!invited.ok) return { status: STATUS[invited.code], problem: invited.code };
        return { status: 200, body: { id: invited.id, invitation: invited.invitation } };
      },
    }),
  ];
}

function changingRoutes({ store, vault }: Deps): readonly Route[] {
  const read = async (id: string) => (await readDeskUsers(store, vault)).find((one) => one.id === id);
  return [
    route({
      id: "people.list-colleagues",
      method: "GET",
      path: "/v1/desk-colleagues",
      audience: { desk: DUTIES },
      summary: "Who works at the desk, by the company's own reference: to give work to them, and to see who did it",
      answers: { 200: colleagueList },
      act: async () => ({ status: 200, body: { items: await readColleagues(store), next: null } }),
    }),
    route({
      id: "people.list-desk-users",
      method: "GET",
      path: "/v1/desk-users",
      audience: { machine: "desk:write", desk: ["admin", "auditor"] },
      summary: "Who has an account at the desk, with which duty",
      answers: { 200: deskUserList },
      act: async () => ({ status: 200, body: { items: await readDeskUsers(store, vault), next: null } }),
    }),
    route({
      id: "people.change-desk-user",
      method: "PATCH",
      path: "/v1/desk-users/:id",
      audience: AUDIENCE,
      summary: "Gives an account another duty or depot, or closes it; its sessions end",
      params: idParam,
      body: deskUserChange,
      answers: { 200: deskUserAnswer },
      async act({ params, body }, caller) {
        const id = parseId("deskUser", params.id);
        if (id === undefined) return NOT_FOUND;
        const changed = await store.transaction((tx) => changeDeskUser(tx, id, body, appointerOf(caller)));
        if (changed === undefined) return NOT_FOUND;
        if (!changed.ok) return { status: STATUS[changed.code], problem: changed.code };
        return { status: 200, body: await read(id) };
      },
    }),
  ];
}
