/**
 * PRODUCT §5, story 12: the database is gone. What cannot be recorded is not delivered; a report or a stop is taken
 * all the same, survives a killed program, and is the first thing to take effect when the database is back.
 */
import { readFileSync, realpathSync, renameSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { startProgram } from "../program.ts";
import { openProgram, Stranger, until } from "../surface/stranger.ts";

const stranger = await openProgram({ isEmbedded: true });
const { program } = stranger;
const SPARE = ["+33639982598", "+33639983598"] as const;

async function meet(n: number) {
  const [his, hers] = [`+3363998250${n}`, `+3363998350${n}`];
  await stranger.staff(`T-${n}`, his);
  const mission = await stranger.mission({ phone: hers }, { staff: [`T-${n}`], closesAt: stranger.at(600) });
  return { his, hers, mission, line: mission.lines[0] };
}
type Pair = Awaited<ReturnType<typeof meet>>;

/** The disk with the data goes away and the server dies with it: it cannot be started again until the disk is back. */
async function loseDatabase(): Promise<{ readonly bringBackDisk: () => void }> {
  const data = join(realpathSync(program.dataFolder), "postgres");
  const [pid] = readFileSync(join(data, "postmaster.pid"), "utf8").split("\n");
  renameSync(data, `${data}.away`);
  process.kill(Number(pid), "SIGKILL");
  await until(isReady, (ready) => !ready);
  return { bringBackDisk: () => renameSync(`${data}.away`, data) };
}

async function isReady(): Promise<boolean> {
  return (await stranger.call("GET", "/healthz/ready")).status === 200;
}

const CSV = [
  "reference,purpose,opensAt,closesAt,customer.reference,customer.displayName,staff",
  `I-1,ride,${stranger.at(0)},${stranger.at(60)},C-1,Léa Fontaine,T-1`,
].join("\n");
const send = (from: string, to: string, text: string, headers = {}) =>
  stranger.call("POST", "/simulator/messages", { from, to, text }, headers);

/** Ledger entries of one kind, as the page of the two handsets shows them. */
async function entries(event: string): Promise<readonly Record<string, unknown>[]> {
  const stop = new AbortController();
  const response = await fetch(`${program.url}/phones/events`, { signal: stop.signal });
  const found: Record<string, unknown>[] = [];
  let read = "";
  // The stream tells the latest of everything at once, and the clock last.
  for await (const chunk of response.body as ReadableStream<Uint8Array>) {
    read += new TextDecoder().decode(chunk);
    if (read.includes("event: clock")) break;
  }
  stop.abort();
  for (const line of read.split("\n")) {
    if (!line.startsWith("data: ")) continue;
    const data = JSON.parse(line.slice("data: ".length));
    if (data.event === event) found.push(JSON.parse(data.json));
  }
  return found;
}

async function expectNothingWorks({ his, hers, mission, line }: Pair): Promise<number> {
  const refused = [
    await send(his, line.staffDials, "Vous êtes là ?"),
    await send(hers, line.customerDials, "Oui ?"),
    await send("+33639989501", line.customerDials, `${line.code} Oui ?`),
    await send(his, line.staffDials, "x".repeat(500)),
    await stranger.call("POST", "/simulator/calls", { from: his, to: line.staffDials }),
    await stranger.call("POST", "/simulator/calls", { from: "anonymous", to: line.customerDials, keys: line.code }),
  ];
  const others = [
    await stranger.call("POST", `/v1/missions/${mission.id}/disclosures`, { staff: "T-1", what: "address" }),
    await stranger.call("POST", "/v1/missions", stranger.request({ phone: SPARE[1] })),
    await stranger.call("POST", `/v1/missions/${mission.id}/close`, {}),
    await stranger.call("GET", "/v1/attempts"),
    await stranger.call("PUT", "/v1/staff/T-9", { displayName: "X", regime: "generic", phone: SPARE[0] }),
    await stranger.call("POST", "/v1/missions/import", CSV),
    await stranger.call("GET", "/healthz/ready"),
  ];
  for (const { status, headers, body } of [...refused, ...others]) {
    expect({ status, code: body.code }).toEqual({ status: 503, code: "ledger_unavailable" });
    expect(headers.get("content-type")).toContain("application/problem+json");
  }
  for (const { headers } of refused) expect(headers.get("retry-after")).toMatch(/^\d+$/);
  expect((await stranger.call("GET", "/healthz/live")).status).toBe(200);
  expect((await stranger.call("GET", "/metrics")).status).toBe(200);
  return refused.length;
}

test("without the database nothing is delivered, words are taken, and the cut comes first when it is back", async () => {
  const [cut, stopped, spared] = [await meet(1), await meet(2), await meet(3)];
  expect(await stranger.write(cut.his, cut.line.staffDials, "Bonjour")).toMatchObject({ outcome: "delivered" });
  const { bringBackDisk } = await loseDatabase();
  const refused = await expectNothingWorks(cut);
  const report = await send(cut.hers, cut.line.customerDials, "SIGNALER");
  expect(report).toMatchObject({ status: 202, body: { attempt: { outcome: "intercepted" } } });
  const stop = await send(stopped.hers, stopped.line.customerDials, "STOP");
  expect(stop).toMatchObject({ status: 202, body: { attempt: { outcome: "intercepted" } } });
  // Who speaks up is answered at once, past everything that is broken.
  const answered = await until(
    () => stranger.textsOn(cut.hers),
    (texts) => texts.length === 2,
  );
  expect(answered).toEqual(["Bonjour", expect.stringContaining("signalement")]);

  bringBackDisk();
  await until(isReady, (ready) => ready);
  expect(await stranger.text(cut.his, cut.line.staffDials, "Bonsoir")).toMatchObject({ code: "pair_cut" });
  expect(await stranger.text(stopped.his, stopped.line.staffDials, "Bonsoir")).toMatchObject({
    code: "customer_opted_out",
  });
  expect(await stranger.write(spared.his, spared.line.staffDials, "Bonsoir")).toMatchObject({ outcome: "delivered" });
  await stranger.quiet();
  expect(await stranger.textsOn(spared.hers)).toEqual(["Bonsoir"]);
  // And is not told again.
  expect(await stranger.textsOn(cut.hers)).toEqual(answered);
  for (const { status, body } of [report, stop]) {
    expect(status).toBe(202);
    expect(await stranger.attempt(body.attempt.id)).toMatchObject({ outcome: "intercepted" });
  }
  const [outage] = await entries("relay.outage");
  expect(outage).toMatchObject({ refused });
  expect(Date.parse(outage?.["endedAt"] as string)).toBeGreaterThan(Date.parse(outage?.["beganAt"] as string));
});

test("what was taken while the database was gone survives a killed program", async () => {
  const [cut, spared] = [await meet(4), await meet(5)];
  const { bringBackDisk } = await loseDatabase();
  const refused = await send(cut.his, cut.line.staffDials, "Bonsoir", { "idempotency-key": "network-id-1" });
  expect(refused.status).toBe(503);
  const report = await send(cut.hers, cut.line.customerDials, "SIGNALER");
  expect(report).toMatchObject({ status: 202, body: { attempt: { outcome: "intercepted" } } });
  await program.kill();
  bringBackDisk();

  const port = Number(new URL(program.url).port);
  const again = await startProgram({ dataFolder: program.dataFolder, port });
  try {
    const later = new Stranger(again);
    expect(await later.text(cut.his, cut.line.staffDials, "Bonsoir")).toMatchObject({ code: "pair_cut" });
    expect(await later.write(spared.his, spared.line.staffDials, "Bonsoir")).toMatchObject({ outcome: "delivered" });
    expect(await later.attempt(report.body.attempt.id)).toMatchObject({
      outcome: "intercepted",
      mission: cut.mission.id,
    });
    await later.quiet();
    expect(await later.textsOn(cut.hers)).toEqual([expect.stringContaining("signalement")]);
    expect(await entries("relay.outage")).toContainEqual(expect.objectContaining({ refused: 1 }));
    // What the network sends again because nobody answered is decided now, once.
    const first = await later.text(cut.his, cut.line.staffDials, "Bonsoir", { "idempotency-key": "network-id-1" });
    const second = await later.text(cut.his, cut.line.staffDials, "Bonsoir", { "idempotency-key": "network-id-1" });
    expect(second).toEqual(first);
  } finally {
    await again.stop();
  }
});
