import { parseId } from "../base/ids.ts";
import type { Route } from "../base/route.ts";
import { route } from "../base/route.ts";
import { idParam } from "../base/wire.ts";
import { openSealed } from "../base/sealed.ts";
import { disclosureRequest } from "../missions/index.ts";
import type { Store } from "../store/index.ts";
import type { Vault } from "../vault/index.ts";
import { disclose } from "./disclose.ts";
import type { MyMissionsDeps } from "./my-missions/http.ts";
import { myMissionsRoutes } from "./my-missions/http.ts";
import { readingRoutes } from "./readings/http.ts";
import { listAttempts, proveAttempt, readAttempt, readLeaf } from "./read-attempts.ts";
import { CONTACT_STATUS } from "./status.ts";
import type { VisitDeps } from "./visits/announce-visit.ts";
import { visitRoutes } from "./visits/http.ts";
import { attemptAnswer, attemptList, attemptQuery, disclosureAnswer } from "./wire.ts";

/** Whoever proves what happened; whoever gives out missions sees which messages went. */
const READERS = { machine: "attempts:read", desk: ["auditor", "dispatcher"] } as const;
const PROVERS = { machine: "attempts:read", desk: ["auditor"] } as const;
const NOT_FOUND = { status: 404, problem: "not_found" } as const;

export function relayRoutes(parts: VisitDeps & MyMissionsDeps): readonly Route[] {
  const { store, vault } = parts;
  return [
    ...attemptRoutes(store),
    proofRoute(store),
    discloseRoute(store, vault),
    ...readingRoutes({ store, vault }),
    ...visitRoutes(parts),
    ...myMissionsRoutes(parts),
  ];
}

function attemptRoutes(store: Store): readonly Route[] {
  return [
    route({
      id: "relay.list-attempts",
      method: "GET",
      path: "/v1/attempts",
      audience: READERS,
      summary: "Attempts at contact, oldest first, with the ledger leaf that recorded each",
      query: attemptQuery,
      answers: { 200: attemptList },
      act: async ({ query }, caller) => ({ status: 200, body: await listAttempts(store, query, caller) }),
    }),
    route({
      id: "relay.read-attempt",
      method: "GET",
      path: "/v1/attempts/:id",
      audience: READERS,
      summary: "One attempt",
      params: idParam,
      answers: { 200: attemptAnswer },
      async act({ params }, caller) {
        const id = parseId("attempt", params.id);
        const attempt = id === undefined ? undefined : await readAttempt(store, id, caller);
        return attempt === undefined ? NOT_FOUND : { status: 200, body: attempt };
      },
    }),
    route({
      id: "relay.read-leaf",
      method: "GET",
      path: "/v1/attempts/:id/leaf",
      audience: PROVERS,
      summary: "The bytes of the ledger entry that recorded the decision",
      params: idParam,
      answers: { 200: { contentType: "application/octet-stream" } },
      async act({ params }, caller) {
        const id = parseId("attempt", params.id);
        const isTold = id !== undefined && (await readAttempt(store, id, caller)) !== undefined;
        const bytes = isTold ? await readLeaf(store, id) : undefined;
        if (bytes === undefined) return NOT_FOUND;
        return { status: 200, body: bytes, headers: { "content-type": "application/octet-stream" } };
      },
    }),
  ];
}

/** Seconds after which a proof that is not there yet is worth asking for again. */
const PROOF_RETRY = "1";

function proofRoute(store: Store): Route {
  return route({
    id: "relay.read-proof",
    method: "GET",
    path: "/v1/attempts/:id/proof",
    audience: PROVERS,
    summary: "c2sp.org/tlog-proof@v1 of that entry; not found until a checkpoint covers it",
    params: idParam,
    answers: { 200: { contentType: "text/plain; charset=utf-8" } },
    async act({ params }, caller) {
      const id = parseId("attempt", params.id);
      const isTold = id !== undefined && (await readAttempt(store, id, caller)) !== undefined;
      const proved = isTold ? await proveAttempt(store, id) : undefined;
      if (proved === undefined) return NOT_FOUND;
      const { proof } = proved;
      if (proof === undefined) return { ...NOT_FOUND, headers: { "retry-after": PROOF_RETRY } };
      return { status: 200, body: proof, headers: { "content-type": "text/plain; charset=utf-8" } };
    },
  });
}

function discloseRoute(store: Store, vault: Vault): Route {
  return route({
    id: "relay.disclose",
    method: "POST",
    path: "/v1/missions/:id/disclosures",
    audience: { machine: "disclosures:write" },
    summary: "Shows a piece of customer data to an assigned staff member, inside the window",
    params: idParam,
    body: disclosureRequest,
    answers: { 200: disclosureAnswer },
    async act({ params, body }) {
      const mission = parseId("mission", params.id);
      if (mission === undefined) return NOT_FOUND;
      const shown = await store.transaction((tx) => disclose(tx, vault, { mission, ...body }));
      if (!shown.ok) {
        const { code, attempt, leaf } = shown;
        return { status: CONTACT_STATUS[code], problem: code, more: { attempt, leaf } };
      }
      const value = shown.value === undefined ? null : openSealed(shown.value);
      return { status: 200, body: { attempt: shown.attempt, leaf: shown.leaf, [body.what]: value } };
    },
  });
}
