import { createMongoAbility, subject } from "@casl/ability";
import type { Enforcer } from "casbin";
import { newEnforcer, newModelFromString } from "casbin";
import type { CustomerId, LineId, MissionId, StaffId } from "../src/base/ids.ts";
import { newId } from "../src/base/ids.ts";
import type { Channel, ContactRefusal, LineFacts, SenderFacts } from "../src/relay/rules.ts";
import { decideContact } from "../src/relay/rules.ts";
import type { BenchOptions, Figure } from "./report.ts";
import { fact, figure, heading, loadAverage, printTable, quantile } from "./report.ts";

const REQUESTS = 20_000;
const SEED = 20_170_112;
const ROUNDS = 5;
const NOW_MS = Date.UTC(2026, 10, 23, 12);
const HOUR_MS = 3_600_000;

type Request = { readonly sender: SenderFacts; readonly channel: Channel };

/** The pure decision beside two well-kept engines on the same requests; all must agree before anything is timed. */
export async function benchDecision({ isQuick }: BenchOptions): Promise<readonly Figure[]> {
  heading("The decision alone");
  const requests = makeRequests(isQuick ? REQUESTS / 10 : REQUESTS);
  const expected = requests.map(slowOracle);
  const casbin = await casbinEnforcer();
  const ours = ({ sender, channel }: Request) => decideContact(sender, channel, NOW_MS);
  const engines = {
    ours: (request: Request) => ours(request).allowed,
    casbin: (request: Request) => casbin.enforceSync(flatten(request)),
    "CASL, rules for the request": (request: Request) => caslAllows(request),
  };
  const codes = requests.map((request) => {
    const decision = ours(request);
    return decision.allowed ? "allowed" : decision.code;
  });
  const isSame = codes.every((code, i) => code === expected[i]);
  const doAgree = Object.values(engines).every((engine) =>
    requests.every((request, i) => engine(request) === (expected[i] === "allowed")),
  );
  const timed = Object.entries(engines).map(([name, engine]) => ({ name, ...time(engine, requests) }));
  const allowed = expected.filter((code) => code === "allowed").length;
  console.log(`${requests.length} requests (seed ${SEED}), ${allowed} allowed, load ${loadAverage()}.`);
  console.log("Per call, median of five rounds; the cost of reading the timer itself is taken off.\n");
  printTable(
    ["engine", "p50 µs", "p99 µs", "mean µs"],
    timed.map(({ name, p50, p99, mean }) => [name, p50.toFixed(2), p99.toFixed(2), mean.toFixed(2)]),
  );
  const [mine] = timed as [(typeof timed)[number]];
  return [
    fact("decision: refusal codes as the oracle's, in SURFACES' order", isSame),
    fact("decision: casbin and CASL give the same answers", doAgree),
    figure("decision alone, p50", mine.p50, { atMost: 2, unit: " µs" }),
    figure("decision alone, p99", mine.p99, { atMost: 10, unit: " µs" }),
  ];
}

function time(engine: (request: Request) => boolean, requests: readonly Request[]) {
  const timer = timerCost();
  const rounds = Array.from({ length: ROUNDS }, () => {
    const took = new Float64Array(requests.length);
    for (const [i, request] of requests.entries()) {
      const began = performance.now();
      engine(request);
      took[i] = Math.max(0, (performance.now() - began) * 1_000 - timer);
    }
    const mean = took.reduce((sum, one) => sum + one, 0) / took.length;
    took.sort();
    return { p50: quantile(took, 0.5), p99: quantile(took, 0.99), mean };
  });
  return rounds.toSorted((a, b) => a.p50 - b.p50)[Math.floor(ROUNDS / 2)] as (typeof rounds)[number];
}

/** Microseconds that two readings of the clock take: median of many. */
function timerCost(): number {
  const took = new Float64Array(20_000);
  for (let i = 0; i < took.length; i += 1) {
    const began = performance.now();
    took[i] = (performance.now() - began) * 1_000;
  }
  return quantile(took.sort(), 0.5);
}

/** A small generator with a printed seed: everybody decides on the same requests. */
function makeRequests(count: number): readonly Request[] {
  let state = SEED;
  const random = (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const rarely = () => random(12) === 0;
  const ids = {
    lineId: newId("line") as LineId,
    missionId: newId("mission") as MissionId,
    staffId: newId("staff") as StaffId,
    customerId: newId("customer") as CustomerId,
  };
  const strangers = ["unknown", "hidden", "known", "code_needed", "code_wrong", "code_locked"] as const;
  return Array.from({ length: count }, () => {
    const channel: Channel = random(3) === 0 ? "call" : "sms";
    const kind = strangers[random(90)];
    if (kind !== undefined) return { sender: { kind }, channel };
    const opensAtMs = NOW_MS + (random(9) - 7) * HOUR_MS;
    const line: LineFacts = {
      ...ids,
      senderEnd: random(2) === 0 ? "staff" : "customer",
      isAssigned: !rarely(),
      isPairCut: rarely(),
      isStaffActive: !rarely(),
      isCustomerOptedOut: rarely(),
      isCancelled: rarely(),
      opensAtMs,
      closesAtMs: opensAtMs + (1 + random(8)) * HOUR_MS,
      graceMs: random(2) * 15 * 60_000,
      allowsSms: !rarely(),
      allowsCall: !rarely(),
      isCounterpartReachable: !rarely(),
      textsLeft: random(20),
      callsLeft: random(10),
    };
    return { sender: { kind: "on_line", line }, channel };
  });
}

/** Written from the order of SURFACES §2, refusal by refusal, and from nothing else. */
function slowOracle({ sender, channel }: Request): ContactRefusal | "allowed" {
  const line = sender.kind === "on_line" ? sender.line : undefined;
  const checks: readonly (readonly [ContactRefusal, boolean])[] = [
    ["unknown_sender", sender.kind === "unknown"],
    ["unknown_line", sender.kind === "known"],
    ["code_required", sender.kind === "hidden" || sender.kind === "code_needed"],
    ["code_wrong", sender.kind === "code_wrong"],
    ["code_locked", sender.kind === "code_locked"],
    ["pair_cut", line?.isPairCut === true],
    ["staff_suspended", line?.isStaffActive === false],
    ["customer_opted_out", line?.isCustomerOptedOut === true && line.senderEnd === "staff"],
    ["not_assigned", line?.isAssigned === false],
    ["mission_cancelled", line?.isCancelled === true],
    ["window_not_open", line !== undefined && NOW_MS < line.opensAtMs],
    ["window_closed", line !== undefined && NOW_MS >= line.closesAtMs + line.graceMs],
    [
      "channel_not_allowed",
      line !== undefined && (!(channel === "sms" ? line.allowsSms : line.allowsCall) || !line.isCounterpartReachable),
    ],
    ["quota_exceeded", line !== undefined && (channel === "sms" ? line.textsLeft : line.callsLeft) <= 0],
  ];
  return checks.find(([, applies]) => applies)?.[0] ?? "allowed";
}

const MODEL = `
[request_definition]
r = q
[policy_definition]
p = sub
[policy_effect]
e = some(where (p.eft == allow))
[matchers]
m = r.q.onLine && !r.q.isPairCut && r.q.isStaffActive && !(r.q.isCustomerOptedOut && r.q.fromStaff) && r.q.isAssigned && !r.q.isCancelled && r.q.now >= r.q.opensAt && r.q.now < r.q.endsAt && r.q.isChannelOpen && r.q.left > 0
`;

async function casbinEnforcer(): Promise<Enforcer> {
  const enforcer = await newEnforcer(newModelFromString(MODEL));
  await enforcer.addPolicy("any");
  return enforcer;
}

type Flat = { readonly [name: string]: boolean | number };

function flatten({ sender, channel }: Request): Flat {
  if (sender.kind !== "on_line") return { onLine: false };
  const { line } = sender;
  return {
    onLine: true,
    isPairCut: line.isPairCut,
    isStaffActive: line.isStaffActive,
    isCustomerOptedOut: line.isCustomerOptedOut,
    fromStaff: line.senderEnd === "staff",
    isAssigned: line.isAssigned,
    isCancelled: line.isCancelled,
    now: NOW_MS,
    opensAt: line.opensAtMs,
    endsAt: line.closesAtMs + line.graceMs,
    isChannelOpen: (channel === "sms" ? line.allowsSms : line.allowsCall) && line.isCounterpartReachable,
    left: channel === "sms" ? line.textsLeft : line.callsLeft,
  };
}

/** Rules over attributes, as CASL's users write them. The instant is part of the request, so they are made for it. */
function caslAllows(request: Request): boolean {
  const ability = createMongoAbility([
    {
      action: "reach",
      subject: "Line",
      conditions: {
        onLine: true,
        isPairCut: false,
        isStaffActive: true,
        isAssigned: true,
        isCancelled: false,
        opensAt: { $lte: NOW_MS },
        endsAt: { $gt: NOW_MS },
        isChannelOpen: true,
        left: { $gt: 0 },
      },
    },
    { inverted: true, action: "reach", subject: "Line", conditions: { isCustomerOptedOut: true, fromStaff: true } },
  ]);
  return ability.can("reach", subject("Line", { ...flatten(request) }));
}
