import { z } from "zod";
import type { Route } from "../base/route.ts";
import { route } from "../base/route.ts";
import type { Relay } from "../relay/index.ts";
import type { Store } from "../store/index.ts";
import { canRecord } from "../store/index.ts";

/**
 * Liveness, and whether contact can be decided and recorded right now. A database that answers may still refuse to
 * write, on a full disk for one: what could not be recorded last counts until it is.
 */
export function healthRoutes(store: Store, relay: Pick<Relay, "isRecording">): readonly Route[] {
  const answer = z.strictObject({ status: z.string(), screening: z.string().optional() });
  return [
    route({
      id: "doors.live",
      method: "GET",
      path: "/healthz/live",
      audience: "public",
      summary: "The process answers",
      answers: { 200: answer },
      act: async () => ({ status: 200, body: { status: "live" } }),
    }),
    route({
      id: "doors.ready",
      method: "GET",
      path: "/healthz/ready",
      audience: "public",
      summary: "Contact can be decided and recorded",
      answers: { 200: answer },
      async act() {
        const isReady = relay.isRecording && (await canRecord(store));
        return isReady
          ? { status: 200, body: { status: "ready", screening: "not in this release" } }
          : { status: 503, problem: "ledger_unavailable" };
      },
    }),
  ];
}
