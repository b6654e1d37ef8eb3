import type { z } from "zod";
import type { ReportId } from "../base/ids.ts";
import { parseId } from "../base/ids.ts";
import type { Duty, Route } from "../base/route.ts";
import { route } from "../base/route.ts";
import { idParam } from "../base/wire.ts";
import { actAs, refuse } from "./act-routes.ts";
import { linkCases, setCategories, setConcerned } from "./classify-case.ts";
import { setDate } from "./dates/set-date.ts";
import type { CasesDeps } from "./deps.ts";
import {
  acted,
  categoriesRequest,
  concernedRequest,
  dateRequest,
  evidenceRequest,
  letterAnswer,
  letterRequest,
  linkRequest,
  madeText,
  messageRequest,
  noteRequest,
  releaseRequest,
} from "./wire.ts";
import { writeLetter } from "./write-letter.ts";
import { releaseMore, writeMessage, writeText } from "./write-case.ts";

const HANDLING: readonly Duty[] = ["handler", "rights_officer"];

/** What is written into a case, and said about it. */
export function writingRoutes(deps: CasesDeps): readonly Route[] {
  return [...textRoutes(deps), ...messageRoutes(deps), ...factRoutes(deps)];
}

type TextDoor = {
  readonly id: string;
  readonly path: string;
  readonly desk: readonly Duty[];
  readonly body: z.ZodType<{ readonly text: string; readonly happenedAt?: string | undefined }>;
  readonly summary: string;
};

function textRoute(deps: CasesDeps, kind: "note" | "allegation" | "evidence", door: TextDoor): Route {
  const { desk, ...described } = door;
  return route({
    ...described,
    method: "POST",
    audience: { desk },
    params: idParam,
    answers: { 201: madeText },
    act({ params, body: { text, happenedAt } }, caller) {
      const written = { kind, text, happenedAt: happenedAt === undefined ? undefined : new Date(happenedAt) };
      return actAs(
        deps,
        caller,
        params.id,
        (tx, id, actor) => writeText(tx, deps, id, actor, written),
        (_id, { value }) => ({ status: 201, body: { id: value } }),
      );
    },
  });
}

function textRoutes(deps: CasesDeps): readonly Route[] {
  return [
    textRoute(deps, "note", {
      id: "cases.write-note",
      path: "/v1/cases/:id/notes",
      desk: [...HANDLING, "approver", "dpo"],
      body: noteRequest,
      summary: "A note for those who work on the case; it never leaves the desk",
    }),
    textRoute(deps, "allegation", {
      id: "cases.write-allegation",
      path: "/v1/cases/:id/allegation",
      desk: HANDLING,
      body: noteRequest,
      summary: "What is alleged, in the handler's words; the person concerned reads it",
    }),
    textRoute(deps, "evidence", {
      id: "cases.release-evidence",
      path: "/v1/cases/:id/evidence",
      desk: HANDLING,
      body: evidenceRequest,
      summary: "A piece of evidence for the person concerned, in the handler's words, with its day",
    }),
  ];
}

function messageRoutes(deps: CasesDeps): readonly Route[] {
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
        actAs(deps, caller, params.id, (tx, id, actor) => writeMessage(tx, deps, id, actor, body)),
    }),
    route({
      id: "cases.write-letter",
      method: "POST",
      path: "/v1/cases/:id/letters",
      audience: { desk: HANDLING },
      summary: "Writes one of the charter's letters for a case, to be printed",
      params: idParam,
      body: letterRequest,
      answers: { 200: letterAnswer },
      act: ({ params, body }, caller) =>
        actAs(
          deps,
          caller,
          params.id,
          (tx, id, actor) => writeLetter(tx, id, actor, body),
          (_id, { value }) => ({ status: 200, body: { text: value } }),
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
        return actAs(
          deps,
          caller,
          params.id,
          (tx, id, actor) => releaseMore(tx, deps, id, actor, { what, report, reasons }),
          (_id, { value }) => ({ status: 201, body: { id: value } }),
        );
      },
    }),
  ];
}

function factRoutes(deps: CasesDeps): readonly Route[] {
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
        actAs(deps, caller, params.id, (tx, id, actor) => setCategories(tx, deps, id, actor, body)),
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
        actAs(deps, caller, params.id, (tx, id, actor) => setDate(tx, deps, id, actor, body)),
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
        actAs(deps, caller, params.id, (tx, id, actor) => setConcerned(tx, deps, id, actor, body)),
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
        return actAs(deps, caller, params.id, (tx, id, actor) => linkCases(tx, id, actor, other));
      },
    }),
  ];
}
