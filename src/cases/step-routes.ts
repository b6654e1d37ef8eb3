import type { Duty, Route } from "../base/route.ts";
import { route } from "../base/route.ts";
import { idParam } from "../base/wire.ts";
import { actAs } from "./act-routes.ts";
import { appealCase } from "./appeal-case.ts";
import { decideProposal, withdrawProposal } from "./decide-proposal.ts";
import type { CasesDeps } from "./deps.ts";
import { proposeOutcome } from "./propose-outcome.ts";
import { beginStep, closeCase, recordHearing, recordWithdrawal } from "./take-step.ts";
import { acted, decisionRequest, hearingRequest, proposalRequest, reasonsRequest, retractionRequest } from "./wire.ts";

/** Whoever handles a case moves it on; a rights officer does so with rights requests. */
const HANDLING: readonly Duty[] = ["handler", "rights_officer"];

/** What moves a case on. */
export function stepRoutes(deps: CasesDeps): readonly Route[] {
  return [...beginRoutes(deps), ...proposalRoutes(deps), ...endRoutes(deps)];
}

function beginRoutes(deps: CasesDeps): readonly Route[] {
  const begin = (step: "triage" | "enquiry", summary: string) =>
    route({
      id: `cases.begin-${step}`,
      method: "POST",
      path: `/v1/cases/:id/${step}`,
      audience: { desk: HANDLING },
      summary,
      params: idParam,
      answers: { 200: acted },
      act: ({ params }, caller) =>
        actAs(deps, caller, params.id, (tx, id, actor) => beginStep(tx, deps, id, actor, step)),
    });
  return [
    begin("triage", "Whoever has the case begins to sort it"),
    begin("enquiry", "Begins to find out what happened"),
    route({
      id: "cases.record-hearing",
      method: "POST",
      path: "/v1/cases/:id/hearing",
      audience: { desk: HANDLING },
      summary: "Records that the person concerned was heard, or had their time to answer",
      params: idParam,
      body: hearingRequest,
      answers: { 200: acted },
      act: ({ params, body }, caller) =>
        actAs(deps, caller, params.id, (tx, id, actor) => recordHearing(tx, deps, id, actor, body)),
    }),
    route({
      id: "cases.record-withdrawal",
      method: "POST",
      path: "/v1/cases/:id/withdrawal",
      audience: { desk: HANDLING },
      summary: "The reporter takes no further part; the company does what it has to all the same",
      params: idParam,
      body: reasonsRequest,
      answers: { 200: acted },
      act: ({ params, body }, caller) =>
        actAs(deps, caller, params.id, (tx, id, actor) => recordWithdrawal(tx, deps, id, actor, body.reasons)),
    }),
  ];
}

function proposalRoutes(deps: CasesDeps): readonly Route[] {
  return [
    route({
      id: "cases.propose-outcome",
      method: "POST",
      path: "/v1/cases/:id/proposal",
      audience: { desk: HANDLING },
      summary: "Proposes how a case ends and with which sanctions; another person decides",
      params: idParam,
      body: proposalRequest,
      answers: { 200: acted },
      act: ({ params, body }, caller) =>
        actAs(
          deps,
          caller,
          params.id,
          (tx, id, actor) => proposeOutcome(tx, deps, id, actor, body),
          (id, { state, value }) => ({ status: 200, body: { id, state, version: value.version } }),
        ),
    }),
    route({
      id: "cases.withdraw-proposal",
      method: "POST",
      path: "/v1/cases/:id/retraction",
      audience: { desk: HANDLING },
      summary: "Takes a proposal back before anybody decided on it",
      params: idParam,
      body: retractionRequest,
      answers: { 200: acted },
      act: ({ params, body }, caller) =>
        actAs(deps, caller, params.id, (tx, id, actor) => withdrawProposal(tx, deps, id, actor, body)),
    }),
    route({
      id: "cases.decide-proposal",
      method: "POST",
      path: "/v1/cases/:id/approval",
      audience: { desk: ["approver"] },
      summary: "Approves or declines the version of a proposal that was read; never one's own",
      params: idParam,
      body: decisionRequest,
      answers: { 200: acted },
      act: ({ params, body }, caller) =>
        actAs(deps, caller, params.id, (tx, id, actor) => decideProposal(tx, deps, id, actor, body)),
    }),
  ];
}

function endRoutes(deps: CasesDeps): readonly Route[] {
  return [
    route({
      id: "cases.close-case",
      method: "POST",
      path: "/v1/cases/:id/close",
      audience: { desk: HANDLING },
      summary: "Ends a case whose outcome was approved, and tells the reporter what may be told",
      params: idParam,
      answers: { 200: acted },
      act: ({ params }, caller) => actAs(deps, caller, params.id, (tx, id, actor) => closeCase(tx, deps, id, actor)),
    }),
    route({
      id: "cases.appeal-case",
      method: "POST",
      path: "/v1/cases/:id/appeal",
      audience: { desk: [...HANDLING, "dpo"] },
      summary: "The reporter says that the outcome is wrong: the case is open again, for other people",
      params: idParam,
      body: reasonsRequest,
      answers: { 200: acted },
      act: ({ params, body }, caller) =>
        actAs(deps, caller, params.id, (tx, id, actor) => {
          return appealCase(tx, deps, id, actor, { by: "reporter", words: body.reasons });
        }),
    }),
  ];
}
