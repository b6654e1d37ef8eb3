import type { FastifyInstance } from "fastify";
import type { Metrics } from "./metrics.ts";

/** What machines read about this server: its API, and its counters. */
export function mountDocuments(server: FastifyInstance, openApi: object, metrics: Metrics): void {
  server.get("/openapi.json", { config: { id: "doors.openapi" } }, () => openApi);
  server.get("/metrics", { config: { id: "doors.metrics" } }, async (_request, reply) =>
    reply.type("text/plain; version=0.0.4; charset=utf-8").send(await metrics.text()),
  );
}
