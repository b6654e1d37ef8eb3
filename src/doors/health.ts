import { z } from "zod";
import type { Route } from "../base/route.ts";
import { route } from "../base/route.ts";
import type { Relay } from "../relay/index.ts";
import type { GuardedScreener } from "../screening/index.ts";
import type { Store } from "../store/index.ts";
import { canRecord } from "../store/index.ts";

type Screening = Pick<GuardedScreener, "isOn" | "isWorking">;
type HealthParts = {
  readonly store: Store;
  readonly relay: Pick<Relay, "isRecording">;
  readonly screener: Screening;
};

/**
 * Liveness, and whether contact can be decided and recorded right now. A database that answers may still refuse to
 * write, on a full disk for one: what could not be recorded last counts until it is.
 */
export function healthRoutes({ store, relay, screener }: HealthParts): readonly Route[] {
  const live = z.strictObject({ status: z.literal("live") });
  const ready = z.strictObject({
    status: z.literal("ready"),
    screening: z
      .enum(["on", "off", "failed"])
      .meta({ description: "off: not activated, texts pass unscreened; failed: every text is held" }),
  });
  return [
    route({
      id: "doors.live",
      method: "GET",
      path: "/healthz/live",
      audience: "public",
      summary: "The process answers",
      answers: { 200: live },
      act: async () => ({ status: 200, body: { status: "live" } }),
    }),
    route({
      id: "doors.ready",
      method: "GET",
      path: "/healthz/ready",
      audience: "public",
      summary: "Contact can be decided and recorded",
      answers: { 200: ready },
      async act() {
        const isReady = relay.isRecording && (await canRecord(store));
        return isReady
          ? { status: 200, body: { status: "ready", screening: stateOf(screener) } }
          : { status: 503, problem: "ledger_unavailable" };
      },
    }),
  ];
}

function stateOf({ isOn, isWorking }: Screening): "on" | "off" | "failed" {
  if (!isOn) return "off";
  return isWorking ? "on" : "failed";
}
