import { z } from "zod";
import { parseCursor } from "../base/cursor.ts";
import { parseId } from "../base/ids.ts";
import type { ReportId } from "../base/ids.ts";
import { notBefore } from "../base/within.ts";
import type { Caller, Reply, Route } from "../base/route.ts";
import { deskOf, route, staffOf } from "../base/route.ts";
import { idParam } from "../base/wire.ts";
import { PICTURES, readPictures } from "./attachments/read-pictures.ts";
import type { Told } from "./new-report.ts";
import { onCall, seeDanger, setOnCall } from "./danger/danger.ts";
import type { ReportDeps } from "./deps.ts";
import { fileReport } from "./file-report.ts";
import { addToReport } from "./keep-told.ts";
import { proveReport } from "./prove-report.ts";
import { listMyReports } from "./list-my-reports.ts";
import { listReports, readReportState } from "./list-reports.ts";
import { readRequest, toldIn } from "./read-request.ts";
import { ANSWER_MS, referenceOf } from "./rules.ts";
import type { ReportRefusal } from "./wire.ts";
import {
  dangerSeen,
  detailsRequest,
  myReportList,
  onCallAnswer,
  onCallRequest,
  reportAnswer,
  reportFiled,
  reportList,
  reportQuery,
  reportRequest,
} from "./wire.ts";

const STATUS = {
  not_found: 404,
  unknown_staff: 422,
  on_call_without_phone: 409,
  attachment_too_large: 413,
  attachment_unreadable: 422,
  too_much_told: 409,
} as const satisfies { readonly [code in ReportRefusal]: number };

const READERS = ["dispatcher", "handler", "approver", "dpo", "auditor"] as const;

const refuse = (code: ReportRefusal) => ({ status: STATUS[code], problem: code });

export function reportRoutes(deps: ReportDeps): readonly Route[] {
  return [
    ...filingRoutes(deps),
    pictureRoute(deps),
    ...readingRoutes(deps),
    ...proofRoutes(deps),
    ...dangerRoutes(deps),
  ];
}

function filingRoutes(deps: ReportDeps): readonly Route[] {
  const { store, vault, publicUrl } = deps;
  return [
    route({
      id: "reports.file-report",
      method: "POST",
      path: "/v1/reports",
      audience: { machine: "reports:write", desk: ["dispatcher", "handler"], staff: true },
      summary: "Files a report, however little it says, and cuts the pair: for a caller, or for oneself",
      body: reportRequest,
      answers: { 201: reportFiled },
      isRepeatable: true,
      async act({ body, language }, caller) {
        const filing = store.transaction(async (tx) => {
          const read = await readRequest(tx, body, caller, language);
          return { filed: await fileReport(tx, vault, read.report), notices: read.notices };
        });
        const { filed, notices } = await notBefore(ANSWER_MS, filing);
        const { report: id, receipt, filedAt } = filed;
        const answer = { id, receipt, reference: referenceOf(id), acknowledgedAt: filedAt.toISOString() };
        return { status: 201, body: { ...answer, followUp: `${publicUrl}/follow`, notices } };
      },
    }),
    route({
      id: "reports.add-to-report",
      method: "POST",
      path: "/v1/reports/:id/details",
      audience: { machine: "reports:write", desk: ["dispatcher", "handler"] },
      summary: "Adds to a report what was told later; what was said before stays",
      params: idParam,
      body: detailsRequest,
      answers: { 200: reportAnswer },
      isRepeatable: true,
      async act({ params, body, idempotencyKey }, caller) {
        const id = parseId("report", params.id);
        if (id === undefined) return refuse("not_found");
        const once =
          idempotencyKey === undefined
            ? crypto.randomUUID()
            : vault.keyedHash("idempotency", id, idempotencyKey).toString("hex");
        return added(deps, caller, id, once, toldIn(body));
      },
    }),
  ];
}

/** Pictures are their own route: JSON has no place for them. */
function pictureRoute(deps: ReportDeps): Route {
  return route({
    id: "reports.add-pictures",
    method: "POST",
    path: "/v1/reports/:id/pictures",
    audience: { machine: "reports:write", desk: ["dispatcher", "handler"] },
    summary: "Adds pictures to a report (multipart/form-data); what a camera wrote beside them is not kept",
    params: idParam,
    isForm: true,
    uploads: PICTURES,
    body: z.strictObject({}),
    answers: { 200: reportAnswer },
    async act({ params, files }, caller) {
      const id = parseId("report", params.id);
      if (id === undefined) return refuse("not_found");
      const read = await readPictures(files);
      if (!read.ok) return refuse(read.code);
      return added(deps, caller, id, crypto.randomUUID(), { pictures: read.pictures });
    },
  });
}

async function added(
  { store, vault }: ReportDeps,
  caller: Caller,
  id: ReportId,
  once: string,
  told: Told,
): Promise<Reply> {
  const by = caller.kind === "desk" ? caller.deskUser : undefined;
  if ((await readReportState(store, id, caller)) === undefined) return refuse("not_found");
  const { isFull } = await store.transaction((tx) => addToReport(tx, vault, id, once, told, by));
  if (isFull) return refuse("too_much_told");
  const report = await readReportState(store, id, caller);
  return report === undefined ? refuse("not_found") : { status: 200, body: report };
}

function readingRoutes({ store }: ReportDeps): readonly Route[] {
  return [
    route({
      id: "reports.list-my-reports",
      method: "GET",
      path: "/v1/my-reports",
      audience: { staff: true },
      summary: "What became of what one reported oneself; never what was said",
      answers: { 200: myReportList },
      act: async (_input, caller) => ({
        status: 200,
        body: { items: await listMyReports(store, staffOf(caller).staff), next: null },
      }),
    }),
    route({
      id: "reports.list-reports",
      method: "GET",
      path: "/v1/reports",
      audience: { machine: "reports:read", desk: READERS },
      summary: "Where reports stand, oldest first; never what was said",
      query: reportQuery,
      answers: { 200: reportList },
      async act({ query }, caller) {
        const mission = query.mission === undefined ? undefined : parseId("mission", query.mission);
        if (query.mission !== undefined && mission === undefined)
          return { status: 200, body: { items: [], next: null } };
        const since = query.since === undefined ? undefined : new Date(query.since);
        const after = query.after === undefined ? undefined : parseCursor("report", query.after);
        return { status: 200, body: await listReports(store, { mission, since, after, limit: query.limit }, caller) };
      },
    }),
    route({
      id: "reports.read-report",
      method: "GET",
      path: "/v1/reports/:id",
      audience: { machine: "reports:read", desk: READERS },
      summary: "Where a report stands; never what was said",
      params: idParam,
      answers: { 200: reportAnswer },
      async act({ params }, caller) {
        const id = parseId("report", params.id);
        const report = id === undefined ? undefined : await readReportState(store, id, caller);
        return report === undefined ? refuse("not_found") : { status: 200, body: report };
      },
    }),
  ];
}

/** What whoever asked for the report may hold on to, and have verified by others. */
function proofRoutes({ store }: ReportDeps): readonly Route[] {
  const shared = { method: "GET", params: idParam, audience: { machine: "reports:read", desk: READERS } } as const;
  const proved = async (id: string, reader: Caller) => {
    const report = parseId("report", id);
    if (report === undefined || (await readReportState(store, report, reader)) === undefined) return undefined;
    return proveReport(store, report);
  };
  return [
    route({
      ...shared,
      id: "reports.read-leaf",
      path: "/v1/reports/:id/leaf",
      summary: "The bytes of the ledger entry that recorded the report",
      answers: { 200: { contentType: "application/octet-stream" } },
      async act({ params }, caller) {
        const found = await proved(params.id, caller);
        if (found === undefined) return refuse("not_found");
        return { status: 200, body: found.leaf, headers: { "content-type": "application/octet-stream" } };
      },
    }),
    route({
      ...shared,
      id: "reports.read-proof",
      path: "/v1/reports/:id/proof",
      summary: "c2sp.org/tlog-proof@v1 of that entry; not found until a checkpoint covers it",
      answers: { 200: { contentType: "text/plain; charset=utf-8" } },
      async act({ params }, caller) {
        const found = await proved(params.id, caller);
        if (found === undefined) return refuse("not_found");
        if (found.proof === undefined) return { ...refuse("not_found"), headers: { "retry-after": "1" } };
        return { status: 200, body: found.proof, headers: { "content-type": "text/plain; charset=utf-8" } };
      },
    }),
  ];
}

function dangerRoutes({ store }: ReportDeps): readonly Route[] {
  return [
    route({
      id: "reports.read-on-call",
      method: "GET",
      path: "/v1/on-call",
      audience: { machine: "desk:write", desk: ["admin"] },
      summary: "Whose phones are rung when somebody is in danger, by their references",
      answers: { 200: onCallAnswer },
      act: async () => ({ status: 200, body: { staff: [...(await onCall(store))] } }),
    }),
    route({
      id: "reports.set-on-call",
      method: "PUT",
      path: "/v1/on-call",
      audience: { machine: "desk:write", desk: ["admin"] },
      summary: "Whose phones are rung when somebody is in danger",
      body: onCallRequest,
      answers: { 200: onCallAnswer },
      async act({ body }, caller) {
        const set = await store.transaction((tx) => setOnCall(tx, body.staff, caller));
        return set.ok ? { status: 200, body: { staff: [...(await onCall(store))] } } : refuse(set.code);
      },
    }),
    route({
      id: "reports.see-danger",
      method: "POST",
      path: "/v1/reports/:id/danger/acknowledge",
      audience: { desk: ["dispatcher", "handler"] },
      summary: "Says that somebody has seen a report of danger: nobody is rung again for it",
      params: idParam,
      answers: { 200: dangerSeen },
      async act({ params }, caller) {
        const id = parseId("report", params.id);
        if (id === undefined) return refuse("not_found");
        const seenAt = await store.transaction((tx) => seeDanger(tx, id, deskOf(caller).deskUser));
        return seenAt === undefined ? refuse("not_found") : { status: 200, body: { id, seenAt: seenAt.toISOString() } };
      },
    }),
  ];
}
