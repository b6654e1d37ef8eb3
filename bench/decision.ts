import { createMongoAbility, subject } from "@casl/ability";
import { newEnforcer, newModelFromString, StringAdapter } from "casbin";
import type { CustomerId, LineId, MissionId, StaffId } from "../src/base/ids.ts";
import type { Channel, ContactRefusal, LineFacts, SenderFacts } from "../src/relay/rules.ts";
import { CONTACT_REFUSALS, decideContact } from "../src/relay/rules.ts";
import type { Figure } from "./report.ts";
import { fact, figure, heading, median, printTable, quantile, short } from "./report.ts";

const REQUESTS = 20_000;
const ROUNDS = 5;
const SEED = 20_171;
const NOW = Date.UTC(2026, 10, 5, 9);
const HOUR = 3_600_000;

type Request = { readonly sender: SenderFacts; readonly channel: Channel };
type Engine = { readonly name: string; readonly isAllowed: (n: number) => boolean };

/** The decision alone, beside two libraries that decide from rules, on the same requests and with the same answers. */
export async function benchDecision(): Promise<readonly Figure[]> {
  heading("The decision alone");
  const requests = generate();
  const expected = requests.map(oracle);
  const isAsOracle = requests.every(({ sender, channel }, n) => {
    const decision = decideContact(sender, channel, NOW);
    return (decision.allowed ? undefined : decision.code) === expected[n];
  });
  const engines = [ours(requests), await casbin(requests), casl(requests)];
  const disagreeing = engines.filter(({ isAllowed }) =>
    expected.some((code, n) => isAllowed(n) !== (code === undefined)),
  );
  if (disagreeing.length > 0) throw new Error(`${disagreeing.map(({ name }) => name).join(", ")} answered otherwise`);
  const timer = timerCost();
  const timed = engines.map((engine) => ({ name: engine.name, ...time(engine, timer) }));
  printTable(
    ["engine", "decisions/s", "p50 µs", "p99 µs"],
    timed.map(({ name, rate, p50, p99 }) => [name, short(rate), p50.toFixed(2), p99.toFixed(2)]),
  );
  const allowed = expected.filter((code) => code === undefined).length;
  console.log(
    `${REQUESTS} requests (seed ${SEED}), ${allowed} allowed, ${new Set(expected).size - 1} refusal codes; ` +
      `each call timed alone, less ${timer.toFixed(2)} µs, the median of ${REQUESTS} calls of nothing.\n`,
  );
  const [own] = timed;
  return [
    figure("decision, p50", own?.p50 ?? Number.NaN, { atMost: 2, unit: " µs" }),
    figure("decision, p99", own?.p99 ?? Number.NaN, { atMost: 10, unit: " µs" }),
    fact("decision: every code as in the promised order", isAsOracle),
    fact("decision: casbin and CASL allow the same", disagreeing.length === 0),
  ];
}

/** Small, seeded, and good enough to spread cases. Source: Steele and Vigna, SplitMix32. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = state ^ (state >>> 16);
    mixed = Math.imul(mixed, 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  };
}

/** Half of them pass, and every refusal is there many times. */
function generate(): readonly Request[] {
  const random = randomOf(SEED);
  const isRare = () => random() < 0.06;
  const others = ["unknown", "hidden", "known", "code_needed", "code_wrong", "code_locked"] as const;
  return Array.from({ length: REQUESTS }, (_, n): Request => {
    const channel = random() < 0.7 ? "sms" : "call";
    if (isRare()) return { sender: { kind: others[Math.floor(random() * others.length)] ?? "unknown" }, channel };
    const opensAtMs = NOW - (isRare() ? -1 : 1) * random() * HOUR;
    const closesAtMs = isRare() ? opensAtMs : Math.max(opensAtMs, NOW) + random() * HOUR;
    const line: LineFacts = {
      senderEnd: random() < 0.5 ? "staff" : "customer",
      lineId: `lin_${n}` as LineId,
      missionId: `mis_${n}` as MissionId,
      staffId: `stf_${n % 300}` as StaffId,
      customerId: `cus_${n % 5_000}` as CustomerId,
      isAssigned: !isRare(),
      isPairCut: isRare(),
      isStaffActive: !isRare(),
      isCustomerOptedOut: isRare(),
      isCancelled: isRare(),
      opensAtMs,
      closesAtMs,
      graceMs: random() < 0.5 ? 0 : 900_000 * random(),
      allowsSms: !isRare(),
      allowsCall: !isRare(),
      isCounterpartReachable: !isRare(),
      isCounterpartOnPage: false,
      textsLeft: isRare() ? 0 : 30,
      callsLeft: isRare() ? 0 : 10,
    };
    return { sender: { kind: "on_line", line }, channel };
  });
}

/** Written from the promised order of codes and nothing else: slow, and of another shape than the rules. */
function oracle({ sender, channel }: Request): ContactRefusal | undefined {
  const line = sender.kind === "on_line" ? sender.line : undefined;
  const on = (test: (line: LineFacts) => boolean) => line !== undefined && test(line);
  // What a text says is looked at afterwards.
  const applies: { readonly [code in Exclude<ContactRefusal, "screened">]: boolean } = {
    unknown_sender: sender.kind === "unknown",
    unknown_line: sender.kind === "known",
    code_required: ["hidden", "code_needed"].includes(sender.kind),
    code_wrong: sender.kind === "code_wrong",
    code_locked: sender.kind === "code_locked",
    pair_cut: on(({ isPairCut }) => isPairCut),
    staff_suspended: on(({ isStaffActive }) => !isStaffActive),
    customer_opted_out: on(({ isCustomerOptedOut, senderEnd }) => isCustomerOptedOut && senderEnd === "staff"),
    not_assigned: on(({ isAssigned }) => !isAssigned),
    mission_cancelled: on(({ isCancelled }) => isCancelled),
    window_not_open: on(({ opensAtMs }) => opensAtMs > NOW),
    window_closed: on(({ closesAtMs, graceMs }) => closesAtMs + graceMs <= NOW),
    channel_not_allowed: on((facts) => {
      const channels = { sms: facts.allowsSms, call: facts.allowsCall, chat: facts.allowsSms };
      return !channels[channel] || !facts.isCounterpartReachable;
    }),
    quota_exceeded: on(
      ({ textsLeft, callsLeft }) => ({ sms: textsLeft, call: callsLeft, chat: textsLeft })[channel] < 1,
    ),
  };
  return CONTACT_REFUSALS.find((code) => code !== "screened" && applies[code]);
}

function ours(requests: readonly Request[]): Engine {
  return {
    name: "paravent decideContact",
    isAllowed(n) {
      const { sender, channel } = requests[n] as Request;
      return decideContact(sender, channel, NOW).allowed;
    },
  };
}

/** One static matcher, the form in which casbin is fastest. */
async function casbin(requests: readonly Request[]): Promise<Engine> {
  const model = newModelFromString(`
[request_definition]
r = facts, channel, now
[policy_definition]
p = rule
[policy_effect]
e = some(where (p.eft == allow))
[matchers]
m = r.facts.kind == "on_line" && !r.facts.isPairCut && r.facts.isStaffActive && !(r.facts.isCustomerOptedOut && r.facts.senderEnd == "staff") && r.facts.isAssigned && !r.facts.isCancelled && r.now >= r.facts.opensAtMs && r.now < r.facts.closesAtMs + r.facts.graceMs && r.facts.isCounterpartReachable && ((r.channel == "sms" && r.facts.allowsSms && r.facts.textsLeft > 0) || (r.channel == "call" && r.facts.allowsCall && r.facts.callsLeft > 0))
`);
  const enforcer = await newEnforcer(model, new StringAdapter("p, contact"));
  const facts = requests.map(({ sender }) => ({
    kind: sender.kind,
    ...(sender.kind === "on_line" ? sender.line : {}),
  }));
  return {
    name: "casbin 5, one static matcher, enforceSync",
    isAllowed: (n) => enforcer.enforceSync(facts[n], (requests[n] as Request).channel, NOW),
  };
}

/**
 * An ability that was built before, the form in which CASL is fastest. Its conditions compare a field with a constant,
 * so what compares two fields (now with the window) is worked out before and costs it nothing here.
 */
function casl(requests: readonly Request[]): Engine {
  const always = {
    isPairCut: false,
    isStaffActive: true,
    isAssigned: true,
    isCancelled: false,
    isCounterpartReachable: true,
    msSinceOpening: { $gte: 0 },
    msLeft: { $gt: 0 },
  };
  const sms = { ...always, allowsSms: true, textsLeft: { $gt: 0 } };
  const call = { ...always, allowsCall: true, callsLeft: { $gt: 0 } };
  // It has no "or" within a rule: her opt-out binds the staff's side only, so each channel has two rules.
  const ability = createMongoAbility(
    [{ isCustomerOptedOut: false }, { senderEnd: "customer" }].flatMap((either) => [
      { action: "sms", subject: "Line", conditions: { ...sms, ...either } },
      { action: "call", subject: "Line", conditions: { ...call, ...either } },
    ]),
  );
  const facts = requests.map(({ sender }) => {
    if (sender.kind !== "on_line") return subject("Nobody", {});
    const { opensAtMs, closesAtMs, graceMs } = sender.line;
    return subject("Line", { ...sender.line, msSinceOpening: NOW - opensAtMs, msLeft: closesAtMs + graceMs - NOW });
  });
  return {
    name: "CASL 7, ability built before, check only",
    isAllowed: (n) => ability.can((requests[n] as Request).channel, facts[n] as never),
  };
}

function timerCost(): number {
  const costs = Array.from({ length: REQUESTS }, () => {
    const began = performance.now();
    return (performance.now() - began) * 1_000;
  });
  return median(costs);
}

/** Two rounds warm up; then each call is timed by itself, and the rate over whole rounds without a timer. */
function time(
  { isAllowed }: Engine,
  timer: number,
): { readonly rate: number; readonly p50: number; readonly p99: number } {
  const round = () => {
    let allowed = 0;
    const began = performance.now();
    for (let n = 0; n < REQUESTS; n += 1) if (isAllowed(n)) allowed += 1;
    // Used, so that nothing is optimised away.
    return allowed < 0 ? 0 : REQUESTS / ((performance.now() - began) / 1_000);
  };
  round();
  round();
  const rate = median(Array.from({ length: ROUNDS }, round));
  const costs = new Float64Array(REQUESTS * ROUNDS);
  for (let i = 0; i < costs.length; i += 1) {
    const began = performance.now();
    isAllowed(i % REQUESTS);
    costs[i] = Math.max(0, (performance.now() - began) * 1_000 - timer);
  }
  costs.sort();
  return { rate, p50: quantile(costs, 0.5), p99: quantile(costs, 0.99) };
}
