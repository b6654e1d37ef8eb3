import type { MeasureId } from "../../base/ids.ts";
import { parseId } from "../../base/ids.ts";
import type { Route } from "../../base/route.ts";
import { deskOf, route } from "../../base/route.ts";
import { idParam } from "../../base/wire.ts";
import { actAs, NOT_FOUND } from "../act-routes.ts";
import type { CasesDeps } from "../deps.ts";
import { actorOf } from "../on-case.ts";
import { acted, reasonsRequest } from "../wire.ts";
import { listReassignments } from "./list-reassignments.ts";
import { endMeasure, orderMeasure, signMeasure } from "./order-measure.ts";
import { listReviews, reviewCut } from "./review-cuts.ts";
import {
  measureParams,
  measureRequest,
  ordered,
  reassignmentList,
  reviewList,
  reviewQuery,
  reviewRequest,
  signRequest,
} from "./wire.ts";

/** What is done about a person, and to whom it is asked to be done by somebody else. */
export function measureRoutes(deps: CasesDeps): readonly Route[] {
  return [...orderRoutes(deps), ...reviewRoutes(deps)];
}

function orderRoutes(deps: CasesDeps): readonly Route[] {
  const measureOf = (name: string): MeasureId | undefined => parseId("measure", name);
  return [
    route({
      id: "cases.order-measure",
      method: "POST",
      path: "/v1/cases/:id/measures",
      audience: { desk: ["handler"] },
      summary: "Takes somebody off new missions or suspends them: a human, with reasons, at once on every node",
      params: idParam,
      body: measureRequest,
      answers: { 201: ordered },
      act: ({ params, body }, caller) =>
        actAs(
          deps,
          caller,
          params.id,
          (tx, id, actor) => orderMeasure(tx, deps, id, actor, body),
          (id, { state, value }) => {
            return { status: 201, body: { id, state, measure: value.measure, standsAs: value.state } };
          },
        ),
    }),
    route({
      id: "cases.sign-measure",
      method: "POST",
      path: "/v1/cases/:id/measures/:measure/sign",
      audience: { desk: ["approver"] },
      summary: "The second person signs a measure that rests on one of the law's exceptions, or declines it",
      params: measureParams,
      body: signRequest,
      answers: { 200: acted },
      async act({ params, body }, caller) {
        const measure = measureOf(params.measure);
        if (measure === undefined) return NOT_FOUND;
        const asked = { measure, ...body };
        return actAs(deps, caller, params.id, (tx, id, actor) => signMeasure(tx, deps, id, actor, asked));
      },
    }),
    route({
      id: "cases.end-measure",
      method: "POST",
      path: "/v1/cases/:id/measures/:measure/end",
      audience: { desk: ["handler", "approver"] },
      summary: "Ends a measure with reasons: whoever it kept away works again, unless another one stands",
      params: measureParams,
      body: reasonsRequest,
      answers: { 200: acted },
      async act({ params, body }, caller) {
        const measure = measureOf(params.measure);
        if (measure === undefined) return NOT_FOUND;
        const asked = { measure, reasons: body.reasons };
        return actAs(deps, caller, params.id, (tx, id, actor) => endMeasure(tx, deps, id, actor, asked));
      },
    }),
  ];
}

function reviewRoutes(deps: CasesDeps): readonly Route[] {
  const { store } = deps;
  return [
    route({
      id: "cases.review-cut",
      method: "POST",
      path: "/v1/cases/:id/cut-review",
      audience: { desk: ["handler"] },
      summary: "Lifts a pair cut, keeps it for now, or makes it lasting: a human, with reasons",
      params: idParam,
      body: reviewRequest,
      answers: { 200: acted },
      act: ({ params, body }, caller) =>
        actAs(deps, caller, params.id, (tx, id, actor) => reviewCut(tx, deps, id, actor, body)),
    }),
    route({
      id: "cases.list-reviews",
      method: "GET",
      path: "/v1/reviews",
      audience: { desk: ["handler", "approver", "dpo"] },
      summary: "Pair cuts that wait for a human within 72 hours, the oldest first",
      query: reviewQuery,
      answers: { 200: reviewList },
      async act({ query }, caller) {
        const items = await listReviews(store, actorOf(deskOf(caller)), await store.now(), query.limit);
        return { status: 200, body: { items, next: null } };
      },
    }),
    route({
      id: "cases.list-reassignments",
      method: "GET",
      path: "/v1/reassignments",
      audience: { desk: ["dispatcher", "handler"] },
      summary: "Missions, open or to come, that somebody else has to do; not why",
      query: reviewQuery,
      answers: { 200: reassignmentList },
      async act({ query }) {
        const items = await listReassignments(store, await store.now(), query.limit);
        return { status: 200, body: { items, next: null } };
      },
    }),
  ];
}
