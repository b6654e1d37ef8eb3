import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import type { Attempt } from "./stranger.ts";
import { openProgram, until } from "./stranger.ts";

const stranger = await openProgram();
const [HIS, THEIRS] = ["+33639982801", "+33639982802"];
await stranger.staff("T-1", HIS);
await stranger.staff("T-2", THEIRS);
const first = await stranger.mission({ phone: "+33639983801" });
const second = await stranger.mission({ phone: "+33639983802" }, { staff: ["T-2"] });
const [line] = first.lines;
await stranger.write(HIS, line.staffDials, "Bonjour");
await stranger.dial("+33639983801", line.customerDials);
const between = stranger.at(0);
await stranger.write(THEIRS, second.lines[0].staffDials, "Bonjour");
await stranger.text(THEIRS, line.staffDials, "Bonjour");
await stranger.text("+33639989801", line.customerDials, "Bonjour");
await stranger.text("anonymous", line.customerDials, "SIGNALER");

const tell = ({ mission, staff, channel, direction, outcome, code }: Attempt) =>
  [mission, staff, channel, direction, outcome, code].map((part) => part ?? "-").join(" ");

test("every try is there, with who, how, and what became of it, and nothing of what was said", async () => {
  const attempts = await until(
    () => stranger.attempts(),
    (all: readonly Attempt[]) => all.every(({ leaf }) => leaf.index !== null),
  );
  expect(attempts.map(tell)).toEqual([
    `${first.id} T-1 sms staff_to_customer delivered -`,
    `${first.id} T-1 call customer_to_staff delivered -`,
    `${second.id} T-2 sms staff_to_customer delivered -`,
    "- - sms unknown refused unknown_line",
    "- - sms unknown refused unknown_sender",
    "- - sms unknown intercepted -",
  ]);
  for (const attempt of attempts) {
    expect(Object.keys(attempt).sort()).toEqual(
      ["at", "channel", "code", "direction", "id", "leaf", "mission", "outcome", "staff"].sort(),
    );
    expect(attempt.at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(attempt.leaf).toEqual({
      log: expect.stringMatching(/^routine-\d{4}$/),
      index: expect.any(Number),
      hash: expect.any(String),
    });
    expect(Buffer.from(attempt.leaf.hash, "base64")).toHaveLength(32);
  }
  expect(JSON.stringify(attempts)).not.toMatch(/Bonjour|SIGNALER|39983801|39982801/);
});

test("attempts are found by mission, by staff member, and since an instant", async () => {
  const all = await stranger.attempts();
  expect(await stranger.attempts({ mission: first.id })).toEqual(all.slice(0, 2));
  expect(await stranger.attempts({ staff: "T-2" })).toEqual([all[2]]);
  expect(await stranger.attempts({ since: between })).toEqual(all.slice(2));
  expect(await stranger.attempts({ since: all[1]?.at ?? "" })).toEqual(all.slice(1));
  expect(await stranger.attempts({ mission: second.id, staff: "T-2", since: between })).toEqual([all[2]]);
  expect(await stranger.attempts({ mission: second.id, staff: "T-1" })).toEqual([]);
  for (const query of [
    { mission: "mis_00000000000000000000000000" },
    { staff: "nobody" },
    { since: stranger.at(60) },
  ]) {
    expect(await stranger.attempts(query)).toEqual([]);
  }
});

test("pages follow each other, also while new attempts come", async () => {
  const before = await stranger.attempts();
  const seen: Attempt[] = [];
  let after: string | null = null;
  do {
    const cursor: string = after === null ? "" : `&after=${encodeURIComponent(after)}`;
    const { status, body } = await stranger.call("GET", `/v1/attempts?limit=2${cursor}`);
    expect(status).toBe(200);
    expect(body.items.length).toBeLessThanOrEqual(2);
    seen.push(...body.items);
    if (after === null) await stranger.dial(HIS, line.staffDials);
    after = body.next;
  } while (after !== null);
  expect(seen.slice(0, before.length)).toEqual(before);
  expect(seen).toHaveLength(before.length + 1);
});

test.for(["limit=0", "limit=1001", "limit=x", "since=yesterday", "unknown=1"])("%s is refused", async (query) => {
  expect(await stranger.call("GET", `/v1/attempts?${query}`)).toMatchObject({
    status: 400,
    body: { code: "invalid_request" },
  });
});

test("the bytes of each decision hash to its leaf", async () => {
  const { url, apiKey } = stranger.program;
  for (const { id, leaf } of await stranger.attempts()) {
    const response = await fetch(`${url}/v1/attempts/${id}/leaf`, { headers: { authorization: `Bearer ${apiKey}` } });
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("application/octet-stream");
    const bytes = Buffer.from(await response.arrayBuffer());
    expect(createHash("sha256").update(Buffer.of(0)).update(bytes).digest("base64")).toBe(leaf.hash);
  }
});

test("an entry holds pseudonyms and commitments, never a person, and her entries follow each other", async () => {
  const [one, two] = await stranger.attempts({ mission: first.id });
  const entries = [];
  for (const attempt of [one, two]) {
    const text = String((await stranger.call("GET", `/v1/attempts/${attempt?.id}/leaf`)).body);
    expect(text).not.toMatch(/Fontaine|Bonjour|39983801|39982801/);
    entries.push(JSON.parse(text));
  }
  expect(entries[0]).toMatchObject({ customer: expect.stringMatching(/^cus_/), staff: expect.stringMatching(/^stf_/) });
  expect(entries[0].commitment).toEqual(expect.any(String));
  expect(entries[1].customer).toBe(entries[0].customer);
  expect(entries[1].customerSeq).toBeGreaterThan(entries[0].customerSeq);
});

test("one text sent twice is committed to differently each time", async () => {
  const ids = [
    (await stranger.write(HIS, line.staffDials, "J'arrive")).id,
    (await stranger.write(HIS, line.staffDials, "J'arrive")).id,
  ];
  const commitments = [];
  for (const id of ids)
    commitments.push(JSON.parse(String((await stranger.call("GET", `/v1/attempts/${id}/leaf`)).body)).commitment);
  expect(commitments[0]).not.toBe(commitments[1]);
});

test("a message that the network repeats is one attempt, and arrives once", async () => {
  const again = { "idempotency-key": "network-7" };
  const sent = await stranger.text(HIS, line.staffDials, "Une fois", again);
  expect(await stranger.settled(sent)).toMatchObject({ outcome: "delivered" });
  expect(await stranger.text(HIS, line.staffDials, "Une fois", again)).toMatchObject({ attempt: sent.attempt });
  await stranger.quiet();
  expect((await stranger.textsOn("+33639983801")).filter((text) => text === "Une fois")).toHaveLength(1);
});

test("a text to somebody's own number reaches nobody, in nobody's name, and leaves no number behind", async () => {
  const before = await stranger.textsOn(HIS);
  const tried = await stranger.text(HIS, "+33639983801", "Coucou");
  expect(tried).toMatchObject({ outcome: "refused", code: "unknown_line" });
  expect(await stranger.text(HIS, "+33639983801", "STOP")).toMatchObject({ outcome: "intercepted" });
  await stranger.quiet();
  expect(await stranger.textsOn("+33639983801")).not.toContain("Coucou");
  expect(await stranger.textsOn(HIS)).toEqual(before);
  const leaf = await stranger.call("GET", `/v1/attempts/${tried.attempt}/leaf`);
  expect(String(leaf.body)).not.toContain("39983801");
});

test("what is not there is not found", async () => {
  for (const id of ["att_00000000000000000000000000", "1", first.id]) {
    for (const path of [`/v1/attempts/${id}`, `/v1/attempts/${id}/leaf`, `/v1/attempts/${id}/proof`]) {
      expect((await stranger.call("GET", path)).status).toBe(404);
    }
  }
});
