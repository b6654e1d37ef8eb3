import { once } from "node:events";
import type { RequestListener } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { openHouse } from "../../tests/house.ts";
import { openLog } from "../base/log.ts";
import { seal } from "../base/sealed.ts";
import { HttpScorer } from "./scorer.ts";

async function scorerAt(answer: RequestListener): Promise<HttpScorer> {
  const server = createServer(answer);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return new HttpScorer(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, openLog("silent"));
}

const answers =
  (status: number, body: string): RequestListener =>
  (_request, response) => {
    response.writeHead(status).end(body);
  };

test.each([
  ["a low score", answers(200, '{"score":0.49}'), false],
  ["a high score", answers(200, '{"score":0.5}'), true],
  ["a score beyond 1", answers(200, '{"score":7}'), true],
  ["no score", answers(200, "{}"), true],
  ["what is no JSON", answers(200, "fine"), true],
  ["an error with a low score", answers(500, '{"score":0}'), true],
  ["a way elsewhere", (_request, response) => void response.writeHead(302, { location: "/" }).end(), true],
  ["a connection that ends", (request) => void request.socket.destroy(), true],
  ["silence", () => undefined, true],
] satisfies readonly (readonly [string, RequestListener, boolean])[])("%s", async (_what, answer, isHeld) => {
  expect(await (await scorerAt(answer)).holds(seal("Bonjour"))).toBe(isHeld);
});

test("nobody there: held", async () => {
  expect(await new HttpScorer("http://127.0.0.1:1/", openLog("silent")).holds(seal("Bonjour"))).toBe(true);
});

test("in the gate it holds what would pass, and lets nothing through that is blocked", async () => {
  const house = await openHouse({ relay: { scorer: { holds: async () => true } } });
  onTestFinished(() => house.close());
  const { staffPhone, staffDials } = await house.mission();
  expect(await house.text(staffPhone, staffDials, "J'arrive")).toMatchObject({ outcome: "held" });
  expect(await house.text(staffPhone, staffDials, "J'arrive ma puce")).toMatchObject({ code: "screened" });
});
