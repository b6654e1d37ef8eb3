import { parseId } from "../../base/ids.ts";
import type { Route } from "../../base/route.ts";
import { route, staffOf } from "../../base/route.ts";
import { idParam } from "../../base/wire.ts";
import { actOn, NOT_FOUND, stands } from "../act-routes.ts";
import type { CasesDeps } from "../deps.ts";
import { acted } from "../wire.ts";
import { answerCase, appealMyCase, nameCompanion, openCompanion, revokeCompanion } from "./answer-case.ts";
import { plainTextOf } from "./export-my-case.ts";
import { listMyCases, readMyCase } from "./read-my-case.ts";
import {
  answerRequest,
  companionAnswer,
  companionParams,
  companionReading,
  companionRequest,
  companionWriting,
  myCase,
  myCaseList,
  myExport,
} from "./wire.ts";

/** What the person concerned does, and whoever assists them. */
export function concernedRoutes(deps: CasesDeps): readonly Route[] {
  return [...readingRoutes(deps), ...speakingRoutes(deps), ...assistingRoutes(deps), ...companionRoutes(deps)];
}

function readingRoutes(deps: CasesDeps): readonly Route[] {
  const { store } = deps;
  return [
    route({
      id: "cases.list-my-cases",
      method: "GET",
      path: "/v1/my-cases",
      audience: { staff: true },
      summary: "Cases in which the signed-in staff member is the person concerned, once they were told",
      answers: { 200: myCaseList },
      async act(_input, caller) {
        const items = await listMyCases(store, deps, staffOf(caller).staff, await store.now());
        return { status: 200, body: { items, next: null } };
      },
    }),
    route({
      id: "cases.read-my-case",
      method: "GET",
      path: "/v1/my-cases/:id",
      audience: { staff: true },
      summary: "What is alleged, the evidence that was released, one's own answers; nothing of who reported",
      params: idParam,
      answers: { 200: myCase },
      async act({ params }, caller) {
        const id = parseId("case", params.id);
        if (id === undefined) return NOT_FOUND;
        const reader = { kind: "staff", id: staffOf(caller).staff } as const;
        const read = await store.transaction((tx) => readMyCase(tx, deps, id, reader));
        return read === undefined ? NOT_FOUND : { status: 200, body: read };
      },
    }),
    route({
      id: "cases.export-my-case",
      method: "GET",
      path: "/v1/my-cases/:id/export",
      audience: { staff: true },
      summary: "One's own file, as JSON and as text to be printed",
      params: idParam,
      answers: { 200: myExport },
      async act({ params, language }, caller) {
        const id = parseId("case", params.id);
        if (id === undefined) return NOT_FOUND;
        const reader = { kind: "staff", id: staffOf(caller).staff } as const;
        const read = await store.transaction((tx) => readMyCase(tx, deps, id, reader, "export"));
        if (read === undefined) return NOT_FOUND;
        return { status: 200, body: { json: read, text: plainTextOf(read, language) } };
      },
    }),
  ];
}

function speakingRoutes(deps: CasesDeps): readonly Route[] {
  const { store } = deps;
  return [
    route({
      id: "cases.answer-my-case",
      method: "POST",
      path: "/v1/my-cases/:id/answers",
      audience: { staff: true },
      summary: "What the person concerned says about it, at any time until it is decided",
      params: idParam,
      body: answerRequest,
      answers: { 200: acted },
      act({ params, body }, caller) {
        const reader = { kind: "staff", id: staffOf(caller).staff } as const;
        return actOn(params.id, (id) => store.transaction((tx) => answerCase(tx, deps, id, reader, body.text)), stands);
      },
    }),
    route({
      id: "cases.appeal-my-case",
      method: "POST",
      path: "/v1/my-cases/:id/appeal",
      audience: { staff: true },
      summary: "The person concerned says that the outcome is wrong: other people look at it again",
      params: idParam,
      body: answerRequest,
      answers: { 200: acted },
      act({ params, body }, caller) {
        const { staff } = staffOf(caller);
        return actOn(
          params.id,
          (id) => store.transaction((tx) => appealMyCase(tx, deps, id, staff, body.text)),
          stands,
        );
      },
    }),
  ];
}

function assistingRoutes(deps: CasesDeps): readonly Route[] {
  const { store } = deps;
  return [
    route({
      id: "cases.name-companion",
      method: "POST",
      path: "/v1/my-cases/:id/companions",
      audience: { staff: true },
      summary: "Gives somebody of one's choice an access of their own; the link is told once",
      params: idParam,
      body: companionRequest,
      answers: { 201: companionAnswer },
      act({ params, body }, caller) {
        const { staff } = staffOf(caller);
        return actOn(
          params.id,
          (id) => store.transaction((tx) => nameCompanion(tx, deps, id, staff, body.name)),
          (_id, { value }) => ({ status: 201, body: { id: value.companion, token: value.token } }),
        );
      },
    }),
    route({
      id: "cases.revoke-companion",
      method: "POST",
      path: "/v1/my-cases/:id/companions/:companion/revoke",
      audience: { staff: true },
      summary: "Ends the access of somebody who assisted",
      params: companionParams,
      answers: { 200: acted },
      async act({ params }, caller) {
        const { staff } = staffOf(caller);
        const companion = parseId("companion", params.companion);
        if (companion === undefined) return NOT_FOUND;
        return actOn(params.id, (id) => store.transaction((tx) => revokeCompanion(tx, id, staff, companion)), stands);
      },
    }),
  ];
}

/** The token is in the body: in a path it would stand in somebody's log. */
function companionRoutes(deps: CasesDeps): readonly Route[] {
  const { store } = deps;
  return [
    route({
      id: "cases.read-as-companion",
      method: "POST",
      path: "/v1/companion/case",
      audience: "public",
      summary: "The case as its person concerned sees it, for whom they chose; opened by the token of the link",
      body: companionReading,
      answers: { 200: myCase },
      act: async ({ body }) =>
        store.transaction(async (tx) => {
          const opened = await openCompanion(tx, body.token);
          const read = opened === undefined ? undefined : await readMyCase(tx, deps, opened.case, opened.reader);
          return read === undefined ? NOT_FOUND : { status: 200, body: read };
        }),
    }),
    route({
      id: "cases.answer-as-companion",
      method: "POST",
      path: "/v1/companion/answers",
      audience: "public",
      summary: "What somebody writes for the person concerned whom they assist",
      body: companionWriting,
      answers: { 200: acted },
      async act({ body }) {
        const opened = await openCompanion(store, body.token);
        if (opened === undefined) return NOT_FOUND;
        // Opened again inside: what was revoked in between writes nothing.
        return actOn(
          opened.case,
          (id) =>
            store.transaction(async (tx) => {
              const still = await openCompanion(tx, body.token);
              return still === undefined ? undefined : answerCase(tx, deps, id, still.reader, body.text);
            }),
          stands,
        );
      },
    }),
  ];
}
