import { expect, test } from "vitest";
import { openProgram } from "./stranger.ts";

const stranger = await openProgram();
const get = (path: string) => fetch(stranger.program.url + path);

test("it is alive and ready, and says so to anybody", async () => {
  for (const path of ["/healthz/live", "/healthz/ready"]) {
    const response = await get(path);
    expect(response.status).toBe(200);
    expect(response.headers.get("cache-control")).toBe("no-store");
  }
});

test("readiness says whether texts are screened", async () => {
  expect(await (await get("/healthz/ready")).json()).toEqual({ status: "ready", screening: "on" });
});

test("metrics are Prometheus text, count what was decided, and name nobody", async () => {
  await stranger.staff("T-secret", "+33639983901");
  const mission = await stranger.mission({ phone: "+33639984901" }, { staff: ["T-secret"] });
  const [{ staffDials }] = mission.lines;
  await stranger.write("+33639983901", staffDials, "Bonjour");
  await stranger.text("+33639989902", staffDials, "Bonjour");
  const response = await get("/metrics");
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toMatch(/^text\/plain; version=0\.0\.4/);
  const text = await response.text();
  for (const line of text.trimEnd().split("\n")) {
    if (line === "") continue;
    expect(line).toMatch(/^(# (HELP|TYPE) \w+ .+|[a-zA-Z_:][\w:]*(\{[^}]*\})? (-?[\d.]+(e[+-]?\d+)?|NaN|[+-]Inf))$/);
  }
  expect(text).toMatch(/^paravent_decisions_total\{decision="queued"\} 1$/m);
  expect(text).toMatch(/^paravent_decisions_total\{decision="unknown_sender"\} 1$/m);
  expect(text).toMatch(/^paravent_pool_warning\{country="FR"\} 0$/m);
  for (const secret of ["T-secret", "39983901", "39984901", mission.id, "Fontaine"]) expect(text).not.toContain(secret);
});

test("what it printed at the start names each address to open", () => {
  const { url } = stranger.program;
  const said = stranger.program.output();
  for (const path of ["/phones", "/openapi.json", "/healthz/ready", "/metrics"]) expect(said).toContain(url + path);
});
