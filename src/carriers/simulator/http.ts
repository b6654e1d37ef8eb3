import { z } from "zod";
import type { Route } from "../../base/route.ts";
import { route } from "../../base/route.ts";
import { openSealed } from "../../base/sealed.ts";
import { newRequestId } from "../../base/ids.ts";
import type { Store } from "../../store/index.ts";
import { advanceClock } from "../../store/index.ts";
import type { Simulator } from "./simulator.ts";
import { HIDDEN } from "./simulator.ts";

const phone = z.string().regex(/^\+[1-9]\d{6,14}$/);
const sender = z.union([phone, z.literal(HIDDEN)]);

export const writeRequest = z
  .strictObject({ from: sender, to: phone, text: z.string().max(10_000), pictures: z.int().min(0).max(10).optional() })
  .meta({ id: "SimulatedMessage" });
const dialRequest = z
  .strictObject({ from: sender, to: phone, keys: z.string().max(40).optional() })
  .meta({ id: "SimulatedCall" });
const clockRequest = z
  .strictObject({
    advanceSeconds: z
      .int()
      .min(1)
      .max(366 * 86_400),
  })
  .meta({ id: "ClockAdvance" });

const writeAnswer = z.strictObject({
  attempt: z.strictObject({ id: z.string(), outcome: z.string(), code: z.string().optional() }).optional(),
});
const dialAnswer = z.strictObject({
  attempt: z.string(),
  outcome: z.string(),
  code: z.string().optional(),
  rings: z.string().optional().meta({ description: "the phone that rings: the network knows it, staff never do" }),
  callerId: z.string().optional(),
  maxSeconds: z.int().optional(),
  ringSeconds: z.int().optional(),
  asks: z.literal("code").optional().meta({ description: "the caller is asked for the mission code" }),
});
const messageList = z.strictObject({
  items: z.array(z.strictObject({ from: z.string(), text: z.string(), at: z.string() })),
  next: z.null(),
});

/** The simulated network. Without a key, since a handset has none; never mounted in production. */
export function simulatorRoutes(simulator: Simulator, store: Store): readonly Route[] {
  return [...handsetRoutes(simulator), clockRoute(store)];
}

const REUSED = { status: 422, problem: "idempotency_key_reused" } as const;
/** Message ids whose content is remembered: a network does not use one for two messages. */
const MAX_MESSAGE_IDS = 10_000;

/** Says whether an id was given to another message before. In memory: the relay recognises repeats by itself. */
function otherUseFinder(): (id: string | undefined, content: object) => boolean {
  const contents = new Map<string, string>();
  return (id, content) => {
    if (id === undefined) return false;
    const text = JSON.stringify(content);
    const before = contents.get(id);
    if (before === undefined) contents.set(id, text);
    if (contents.size > MAX_MESSAGE_IDS) contents.clear();
    return before !== undefined && before !== text;
  };
}

function handsetRoutes(simulator: Simulator): readonly Route[] {
  const isOtherUse = otherUseFinder();
  return [
    route({
      id: "simulator.write",
      method: "POST",
      path: "/simulator/messages",
      audience: "simulator",
      summary: "A handset sends an SMS to a masked number; an Idempotency-Key is the network's message id",
      body: writeRequest,
      answers: { 202: writeAnswer },
      async act({ body, idempotencyKey }) {
        if (isOtherUse(idempotencyKey, body)) return REUSED;
        const received = await simulator.write({ ...body, id: idempotencyKey ?? newRequestId() });
        if (received.outcome === "waiting" || !("attemptId" in received)) return { status: 202, body: {} };
        const { attemptId: id, outcome, code } = received;
        return { status: 202, body: { attempt: { id, outcome, code } } };
      },
    }),
    route({
      id: "simulator.dial",
      method: "POST",
      path: "/simulator/calls",
      audience: "simulator",
      summary: "A handset dials a masked number; keys are what it types at prompts",
      body: dialRequest,
      answers: { 200: dialAnswer },
      async act({ body, idempotencyKey }) {
        if (isOtherUse(idempotencyKey, body)) return REUSED;
        const { decided, instruction } = await simulator.dial({ ...body, id: idempotencyKey ?? newRequestId() });
        const attempt = decided.attemptId;
        if (instruction.kind === "connect") {
          const { callerId, maxSeconds, ringSeconds } = instruction;
          const rings = openSealed(instruction.ring);
          return { status: 200, body: { attempt, outcome: "delivered", rings, callerId, maxSeconds, ringSeconds } };
        }
        const asks = instruction.kind === "ask_code" ? "code" : undefined;
        return { status: 200, body: { attempt, outcome: decided.outcome, code: decided.code, asks } };
      },
    }),
    route({
      id: "simulator.list-messages",
      method: "GET",
      path: "/simulator/handsets/:phone/messages",
      audience: "simulator",
      summary: "What a handset received",
      params: z.strictObject({ phone }),
      answers: { 200: messageList },
      async act({ params }) {
        const items = simulator.messagesOf(params.phone).map(({ from, text, at }) => ({ from, text, at }));
        return { status: 200, body: { items, next: null } };
      },
    }),
  ];
}

function clockRoute(store: Store): Route {
  return route({
    id: "simulator.advance-clock",
    method: "POST",
    path: "/simulator/clock",
    audience: "simulator",
    summary: "Moves the server's clock forward",
    body: clockRequest,
    answers: { 200: z.strictObject({ now: z.string() }) },
    async act({ body }) {
      const now = await advanceClock(store, body.advanceSeconds * 1000);
      return { status: 200, body: { now: now.toISOString() } };
    },
  });
}
