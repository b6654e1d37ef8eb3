import { parseId } from "../base/ids.ts";
import type { Duty, Route } from "../base/route.ts";
import { deskOf, route } from "../base/route.ts";
import { idParam } from "../base/wire.ts";
import { actAs, NOT_FOUND, refuse } from "./act-routes.ts";
import { alertRoutes } from "./alerts/http.ts";
import { assignCase, unassignCase } from "./assign-case.ts";
import { concernedRoutes } from "./concerned/http.ts";
import { readClocks } from "./dates/read-clocks.ts";
import type { CasesDeps } from "./deps.ts";
import { readExport } from "./export-case.ts";
import { countCases } from "./count-cases.ts";
import { listCases } from "./list-cases.ts";
import { listSignatures } from "./list-signatures.ts";
import { measureRoutes } from "./measures/http.ts";
import { actorOf } from "./on-case.ts";
import { openReading, readCase } from "./read-case.ts";
import { readHistory } from "./read-history.ts";
import { readProposalChanges } from "./read-proposal-changes.ts";
import { readTrace } from "./read-trace.ts";
import { openPicture } from "../reports/index.ts";
import { SELECT_REPORTS } from "./sql.ts";
import { takeRequest } from "./take-request.ts";
import { stepRoutes } from "./step-routes.ts";
import {
  acted,
  assignRequest,
  caseAnswer,
  caseCounts,
  caseExport,
  caseList,
  caseTrace,
  caseQuery,
  clockList,
  historyAnswer,
  pictureParams,
  proposalChanges,
  rightsRequest,
  signatureList,
  signatureQuery,
  unassignRequest,
} from "./wire.ts";
import { writingRoutes } from "./writing-routes.ts";

/** Who works with cases. An admin, a dispatcher and a machine read none. */
const READERS: readonly Duty[] = ["handler", "approver", "rights_officer", "dpo"];

/** Everything that is done about a report: read, assigned, moved on, decided, told. Each act says for which duty it is. */
export function caseRoutes(deps: CasesDeps): readonly Route[] {
  return [
    ...readingRoutes(deps),
    signatureRoute(deps),
    pictureRoute(deps),
    traceRoute(deps),
    ...outwardRoutes(deps),
    changesRoute(deps),
    requestRoute(deps),
    ...assigningRoutes(deps),
    ...stepRoutes(deps),
    ...writingRoutes(deps),
    ...measureRoutes(deps),
    ...alertRoutes(deps),
    ...concernedRoutes(deps),
  ];
}

function readingRoutes(deps: CasesDeps): readonly Route[] {
  const { store } = deps;
  return [
    route({
      id: "cases.list-cases",
      method: "GET",
      path: "/v1/cases",
      audience: { desk: READERS },
      summary:
        "Cases without a word of them, by handler, state, procedure or category; the oldest deadline of the law first",
      query: caseQuery,
      answers: { 200: caseList },
      async act({ query }, caller) {
        const body = await listCases(store, actorOf(deskOf(caller)), query);
        return body === undefined ? { status: 400, problem: "invalid_request" } : { status: 200, body };
      },
    }),
    route({
      id: "cases.count-cases",
      method: "GET",
      path: "/v1/cases/counts",
      audience: { desk: READERS },
      summary: "How many cases there are for whoever asks, by state, overdue, theirs; none that is about them",
      answers: { 200: caseCounts },
      async act(_input, caller) {
        const body = await countCases(store, deps.calendar, actorOf(deskOf(caller)), await store.now());
        return { status: 200, body };
      },
    }),
    route({
      id: "cases.read-case",
      method: "GET",
      path: "/v1/cases/:id",
      audience: { desk: READERS },
      summary: "A case with all its words; each reading is an entry, and beyond those assigned an alert for the DPO",
      params: idParam,
      answers: { 200: caseAnswer },
      act: ({ params }, caller) =>
        openCase(deps, params.id, caller, "case", async (tx, facts) => readCase(tx, deps, facts)),
    }),
    route({
      id: "cases.read-clocks",
      method: "GET",
      path: "/v1/cases/:id/clocks",
      audience: { desk: READERS },
      summary: "What the law wants by when, with the article, the date it counts from, and the days left",
      params: idParam,
      answers: { 200: clockList },
      act: ({ params }, caller) =>
        openCase(deps, params.id, caller, "clocks", async (tx, facts) => {
          return { items: await readClocks(tx, deps, facts, tx.now), next: null };
        }),
    }),
  ];
}

function signatureRoute({ store }: CasesDeps): Route {
  return route({
    id: "cases.list-signatures",
    method: "GET",
    path: "/v1/signatures",
    audience: { desk: ["approver"] },
    summary: "What waits for a second person: proposals, and measures that rest on one of the law's exceptions",
    query: signatureQuery,
    answers: { 200: signatureList },
    async act({ query }, caller) {
      const items = await listSignatures(store, actorOf(deskOf(caller)), query.limit);
      return { status: 200, body: { items, next: null } };
    },
  });
}

/** A picture is read by itself: whoever opens a case is not shown what they may not want to see. */
function pictureRoute(deps: CasesDeps): Route {
  return route({
    id: "cases.read-picture",
    method: "GET",
    path: "/v1/cases/:id/reports/:report/pictures/:n",
    audience: { desk: ["handler", "approver", "dpo"] },
    summary: "A picture that came with a report of this case; each reading is an entry",
    params: pictureParams,
    answers: { 200: { contentType: "image/jpeg" } },
    async act({ params }, caller) {
      const [id, report] = [parseId("case", params.id), parseId("report", params.report)];
      if (id === undefined || report === undefined) return NOT_FOUND;
      return deps.store.transaction(async (tx) => {
        const opened = await openReading(tx, id, actorOf(deskOf(caller)), "picture");
        if (opened === undefined) return NOT_FOUND;
        if (!opened.ok) return refuse(opened);
        const reports = await tx.query<{ report_id: string }>(SELECT_REPORTS, [tx.tenant, id]);
        const isOfCase = reports.some(({ report_id }) => report_id === report);
        const picture = isOfCase ? await openPicture(tx, deps.vault, report, params.n) : undefined;
        if (picture === undefined) return NOT_FOUND;
        return { status: 200, body: picture, headers: { "content-type": "image/jpeg" } };
      });
    },
  });
}

/** Who could have known: whoever was assigned to her, connected with her or shown something of hers. */
function traceRoute(deps: CasesDeps): Route {
  return route({
    id: "cases.read-trace",
    method: "GET",
    path: "/v1/cases/:id/trace",
    audience: { desk: ["handler", "approver", "dpo"] },
    summary: "Who was assigned, connected or shown something, when and for which mission, with the entry of each",
    params: idParam,
    answers: { 200: caseTrace },
    act: ({ params }, caller) =>
      openCase(deps, params.id, caller, "trace", async (tx, { row }) => readTrace(tx, row.customer_id)),
  });
}

/** What may be shown to others: acts without words, or all of it with an entry that says who took it. */
function outwardRoutes(deps: CasesDeps): readonly Route[] {
  return [
    route({
      id: "cases.read-history",
      method: "GET",
      path: "/v1/cases/:id/history",
      audience: { desk: [...READERS, "auditor"] },
      summary: "Each act on a case, done or refused, by whom and when; not a word of it",
      params: idParam,
      answers: { 200: historyAnswer },
      act: ({ params }, caller) =>
        openCase(deps, params.id, caller, "history", async (tx, { row }) => readHistory(tx, row.case_id)),
    }),
    route({
      id: "cases.export-case",
      method: "GET",
      path: "/v1/cases/:id/export",
      audience: { desk: READERS },
      summary: "A case with its history and its clocks, to be taken away; each export is an entry",
      params: idParam,
      answers: { 200: caseExport },
      act: ({ params }, caller) =>
        openCase(deps, params.id, caller, "export", async (tx, facts) => readExport(tx, deps, facts)),
    }),
  ];
}

type Reading = Parameters<typeof openReading>;

async function openCase(
  deps: CasesDeps,
  name: string,
  caller: Parameters<typeof deskOf>[0],
  reading: Reading[3],
  read: (tx: Reading[0], facts: Parameters<typeof readCase>[2]) => Promise<unknown>,
) {
  const id = parseId("case", name);
  if (id === undefined) return NOT_FOUND;
  return deps.store.transaction(async (tx) => {
    const opened = await openReading(tx, id, actorOf(deskOf(caller)), reading);
    if (opened === undefined) return NOT_FOUND;
    return opened.ok ? { status: 200, body: await read(tx, opened.facts) } : refuse(opened);
  });
}

/** Whoever decides names the version they read: what it is, and what came since. */
function changesRoute(deps: CasesDeps): Route {
  return route({
    id: "cases.read-proposal-changes",
    method: "GET",
    path: "/v1/cases/:id/proposal-changes",
    audience: { desk: ["approver", "handler"] },
    summary: "What happened to a case since the proposal that waits was made, and what is new in its last version",
    params: idParam,
    answers: { 200: proposalChanges },
    act: ({ params }, caller) =>
      openCase(deps, params.id, caller, "case", async (tx, facts) => readProposalChanges(tx, deps, facts)),
  });
}

function requestRoute(deps: CasesDeps): Route {
  return route({
    id: "cases.take-request",
    method: "POST",
    path: "/v1/cases",
    audience: { desk: ["rights_officer"] },
    summary: "Takes what somebody asks for of their data; the month to answer in counts from the day it came",
    body: rightsRequest,
    answers: { 201: acted },
    async act({ body }, caller) {
      const taken = await deps.store.transaction((tx) => takeRequest(tx, deps, actorOf(deskOf(caller)), body));
      return taken.ok ? { status: 201, body: { id: taken.id, state: taken.state } } : refuse(taken);
    },
  });
}

function assigningRoutes(deps: CasesDeps): readonly Route[] {
  return [
    route({
      id: "cases.assign-case",
      method: "POST",
      path: "/v1/cases/:id/assign",
      audience: { desk: READERS },
      summary: "Gives a case to a handler, or an approver to it; refused to whoever has a conflict of interest",
      params: idParam,
      body: assignRequest,
      answers: { 200: acted },
      act({ params, body }, caller) {
        const deskUser = body.deskUser === undefined ? undefined : parseId("deskUser", body.deskUser);
        if (body.deskUser !== undefined && deskUser === undefined) return Promise.resolve(refuse(UNFIT));
        const asked = { role: body.role, deskUser, reasons: body.reasons };
        return actAs(deps, caller, params.id, (tx, id, actor) => assignCase(tx, deps, id, actor, asked));
      },
    }),
    route({
      id: "cases.unassign-case",
      method: "POST",
      path: "/v1/cases/:id/unassign",
      audience: { desk: READERS },
      summary: "Takes somebody off a case: oneself, or whoever the DPO names",
      params: idParam,
      body: unassignRequest,
      answers: { 200: acted },
      act({ params, body }, caller) {
        const deskUser = body.deskUser === undefined ? undefined : parseId("deskUser", body.deskUser);
        if (body.deskUser !== undefined && deskUser === undefined) return Promise.resolve(refuse(UNFIT));
        const asked = { role: body.role, deskUser };
        return actAs(deps, caller, params.id, (tx, id, actor) => unassignCase(tx, id, actor, asked));
      },
    }),
  ];
}

const UNFIT = { ok: false, code: "desk_user_unfit" } as const;
