import { z } from "zod";
import type { ReportId } from "../base/ids.ts";
import { parseId } from "../base/ids.ts";
import type { Duty, Route } from "../base/route.ts";
import { deskOf, route } from "../base/route.ts";
import { idParam } from "../base/wire.ts";
import { actOn, refuse, stands } from "./act-routes.ts";
import { linkCases, setCategories, setConcerned } from "./classify-case.ts";
import { setDate } from "./dates/set-date.ts";
import type { CasesDeps } from "./deps.ts";
import { actorOf } from "./on-case.ts";
import {
  acted,
  categoriesRequest,
  concernedRequest,
  dateRequest,
  evidenceRequest,
  linkRequest,
  madeText,
  messageRequest,
  noteRequest,
  releaseRequest,
} from "./wire.ts";
import { releaseMore, writeMessage, writeText } from "./write-case.ts";

const HANDLING: readonly Duty[] = ["handler", "rights_officer"];

/** What is written into a case, and said about it. */
export function writingRoutes(deps: CasesDeps): readonly Route[] {
  return [...textRoutes(deps), ...messageRoutes(deps), ...factRoutes(deps)];
}

function textRoutes(deps: CasesDeps): readonly Route[] {
  const { store } = deps;
  const text = <B extends z.ZodType<{ readonly text: string; readonly happenedAt?: string | undefined }>>(
    kind: "note" | "allegation" | "evidence",
    { id: name, path, desk, body: shape, summary }: { id: string; path: string; desk: readonly Duty[]; body: B; summary: string },
  ) =>
    route({
      id: name,
      method: "POST",
      path,
      audience: { desk },
      summary,
      params: idParam,
      body: shape,
      answers: { 201: madeText },
      act({ params, body }, caller) {
        const { text: words, happenedAt } = body as z.output<B>;
        const written = { kind, text: words, happenedAt: happenedAt === undefined ? undefined : new Date(happenedAt) };
        return actOn(
          params.id,
          (id) => store.transaction((tx) => writeText(tx, deps, id, actorOf(deskOf(caller)), written)),
          (_id, { value }) => ({ status: 201, body: { id: value } }),
        );
      },
    });
  return [
    text("note", {
      id: "cases.write-note",
      path: "/v1/cases/:id/notes",
      desk: [...HANDLING, "approver", "dpo"],
      body: noteRequest,
      summary: "A note for those who work on the case; it never leaves the desk",
    }),
    text("allegation", {
      id: "cases.write-allegation",
      path: "/v1/cases/:id/allegation",
      desk: HANDLING,
      body: noteRequest,
      summary: "What is alleged, in the handler's words; the person concerned reads it",
    }),
    text("evidence", {
      id: "cases.release-evidence",
      path: "/v1/cases/:id/evidence",
      desk: HANDLING,
      body: evidenceRequest,
      summary: "A piece of evidence for the person concerned, in the handler's words, with its day",
    }),
  ];
}

function messageRoutes(deps: CasesDeps): readonly Route[] {
  const { store } = deps;
  return [
    route({
      id: "cases.write-message",
      method: "POST",
      path: "/v1/cases/:id/messages",
      audience: { desk: HANDLING },
      summary: "Writes to whoever reported: own words, or a sentence that is used often",
      params: idParam,
      body: messageRequest,
      answers: { 200: acted },
      act: ({ params, body }, caller) =>
        actOn(
          params.id,
          (id) => store.transaction((tx) => writeMessage(tx, deps, id, actorOf(deskOf(caller)), body)),
          stands,
        ),
    }),
    route({
      id: "cases.release-more",
      method: "POST",
      path: "/v1/cases/:id/releases",
      audience: { desk: ["dpo"] },
      summary: "Lets the person concerned see hours, or a report as it was written: a reasoned decision",
      params: idParam,
      body: releaseRequest,
      answers: { 201: madeText },
      async act({ params, body }, caller) {
        const report: ReportId | undefined = body.report === undefined ? undefined : parseId("report", body.report);
        if (body.what === "report_text" && report === undefined) {
          return refuse({ ok: false, code: "report_not_of_case" });
        }
        const { what, reasons } = body;
        return actOn(
          params.id,
          (id) =>
            store.transaction((tx) => releaseMore(tx, deps, id, actorOf(deskOf(caller)), { what, report, reasons })),
          (_id, { value }) => ({ status: 201, body: { id: value } }),
        );
      },
    }),
  ];
}

function factRoutes(deps: CasesDeps): readonly Route[] {
  const { store } = deps;
  return [
    route({
      id: "cases.set-categories",
      method: "POST",
      path: "/v1/cases/:id/categories",
      audience: { desk: HANDLING },
      summary: "Says what a case is about: one primary category and any others, with reasons",
      params: idParam,
      body: categoriesRequest,
      answers: { 200: acted },
      act: ({ params, body }, caller) =>
        actOn(
          params.id,
          (id) => store.transaction((tx) => setCategories(tx, deps, id, actorOf(deskOf(caller)), body)),
          stands,
        ),
    }),
    route({
      id: "cases.set-date",
      method: "POST",
      path: "/v1/cases/:id/dates",
      audience: { desk: HANDLING },
      summary: "Enters a date that the law counts from, and where it is known from",
      params: idParam,
      body: dateRequest,
      answers: { 200: acted },
      act: ({ params, body }, caller) =>
        actOn(
          params.id,
          (id) => store.transaction((tx) => setDate(tx, deps, id, actorOf(deskOf(caller)), body)),
          stands,
        ),
    }),
    route({
      id: "cases.set-concerned",
      method: "POST",
      path: "/v1/cases/:id/concerned",
      audience: { desk: HANDLING },
      summary: "Says whom a case is about: somebody more, somebody for sure, or not them after all",
      params: idParam,
      body: concernedRequest,
      answers: { 200: acted },
      act: ({ params, body }, caller) =>
        actOn(
          params.id,
          (id) => store.transaction((tx) => setConcerned(tx, deps, id, actorOf(deskOf(caller)), body)),
          stands,
        ),
    }),
    route({
      id: "cases.link-case",
      method: "POST",
      path: "/v1/cases/:id/links",
      audience: { desk: HANDLING },
      summary: "Links two cases that belong together",
      params: idParam,
      body: linkRequest,
      answers: { 200: acted },
      act({ params, body }, caller) {
        const other = parseId("case", body.case);
        if (other === undefined) return Promise.resolve(refuse({ ok: false, code: "case_unknown" }));
        return actOn(
          params.id,
          (id) => store.transaction((tx) => linkCases(tx, id, actorOf(deskOf(caller)), other)),
          stands,
        );
      },
    }),
  ];
}
