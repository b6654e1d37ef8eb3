/** What an app asks before a text is sent: a verdict, the words that caused it, and no trace. */
import { expect, test } from "vitest";
import { openProgram } from "./stranger.ts";

const stranger = await openProgram();
const ask = (body: unknown) => stranger.program.call("POST", "/v1/screenings", body);

test("the text of 2017 is blocked, and the answer says for which words", async () => {
  const text = "Juste pour vous dire que vous êtiez très jolie";
  const { status, body } = await ask({ text, direction: "staff_to_customer" });
  expect(status).toBe(200);
  expect(body).toMatchObject({ verdict: "block", ruleVersion: expect.stringMatching(/^[0-9a-f]{12}$/) });
  const [{ start, end, ...finding }] = body.findings;
  expect(text.slice(start, end)).toContain("vous êtiez très jolie");
  const sentence = "Tells a person, in French, that they are good-looking.";
  expect(finding).toEqual({ class: "appearance_compliment", rule: "appearance.you-are-pretty", sentence });
});

test("an ordinary text passes; in the grace period a doubt is enough", async () => {
  expect(await ask({ text: "J'arrive dans 5 min", direction: "staff_to_customer", language: "fr" })).toMatchObject({
    status: 200,
    body: { verdict: "pass", findings: [] },
  });
  const kiss = { text: "Bien reçu ? 😘", direction: "staff_to_customer" };
  expect((await ask(kiss)).body).toMatchObject({ verdict: "hold" });
  expect((await ask({ ...kiss, missionState: "grace" })).body).toMatchObject({ verdict: "block" });
});

test("it records nothing", async () => {
  const { body: attempts } = await stranger.program.call("GET", "/v1/attempts");
  await ask({ text: "t'es belle", direction: "staff_to_customer" });
  expect((await stranger.program.call("GET", "/v1/attempts")).body).toEqual(attempts);
  const { name, size } = (await stranger.program.call("GET", "/log/")).body.items[0];
  const { body: entries } = await stranger.program.call("GET", `/log/${name}/tile/entries/000.p/${size}`);
  expect(entries).toContain("ledger.open-log");
  expect(entries).not.toContain("screening.");
});

test.each([
  ["no text", { direction: "staff_to_customer" }],
  ["an unknown direction", { text: "x", direction: "sideways" }],
  ["an unknown member", { text: "x", direction: "staff_to_customer", staff: "T-1" }],
  ["a text without end", { text: "x".repeat(250_001), direction: "staff_to_customer" }],
])("%s is refused", async (_, body) => {
  expect((await ask(body)).status).toBeGreaterThanOrEqual(400);
});

test.each([
  ["a lone surrogate", '{"text":"\\ud83d","direction":"staff_to_customer"}'],
  ["NUL", '{"text":"a\\u0000b","direction":"staff_to_customer"}'],
])("%s gets a verdict", async (_, raw) => {
  const response = await fetch(`${stranger.program.url}/v1/screenings`, {
    method: "POST",
    headers: { authorization: `Bearer ${stranger.program.apiKey}`, "content-type": "application/json" },
    body: raw,
  });
  expect(response.status).toBe(200);
});
