import type { FastifyInstance } from "fastify";
import fastify from "fastify";
import type { Log } from "../base/log.ts";
import { errorFields, openLog } from "../base/log.ts";
import { MAX_ADD_CHECKPOINT, parseAddCheckpoint, SIZE_TYPE } from "../ledger/index.ts";
import type { Judgement } from "./rules.ts";
import { judge } from "./rules.ts";
import type { WitnessFolder } from "./witness-folder.ts";

const TEXT = "text/plain; charset=utf-8";
const REQUEST_TIMEOUT_MS = 30_000;
/** One log asks one request at a time: many more are none of a log. */
const MAX_CONNECTIONS = 1_000;
/** From the end that was asked for to that of connections on which nothing whole ever came, ms. */
const CLOSE_MS = 2_000;
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * A witness over HTTP: `POST /add-checkpoint`, `GET /<SHA-256 of the origin in hex>/checkpoint`, `GET /vkey`.
 * `log` is told what its operator has to look at: a log that is not what it was, and what failed here.
 *
 * Source: C2SP tlog-witness v1.0.0; submission and monitoring prefix are the same.
 */
export function serveWitness(folder: WitnessFolder, now: () => Date, log: Log = openLog("silent")): FastifyInstance {
  const server = fastify({ logger: false, bodyLimit: MAX_ADD_CHECKPOINT, requestTimeout: REQUEST_TIMEOUT_MS });
  server.server.maxConnections = MAX_CONNECTIONS;
  // Node stops to look at its time limits when it closes: half a request would keep it from ending.
  server.addHook("preClose", async () => void setTimeout(() => server.server.closeAllConnections(), CLOSE_MS).unref());
  server.removeAllContentTypeParsers();
  server.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
  server.addHook("onSend", async (_request, reply) => {
    reply.header("x-content-type-options", "nosniff");
    reply.header("cache-control", "no-store");
  });
  server.setErrorHandler((error: Error & { readonly statusCode?: number }, _request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) log.error("witness.failed", errorFields(error));
    return reply
      .code(status)
      .type(TEXT)
      .send(status < 500 ? "the request was not understood\n" : "it failed\n");
  });
  server.post("/add-checkpoint", (request, reply) => {
    const body = Buffer.isBuffer(request.body) ? decode(request.body) : undefined;
    const asked = body === undefined ? undefined : parseAddCheckpoint(body);
    if (asked === undefined) return reply.code(400).type(TEXT).send("the request is malformed\n");
    const judged = judgeAndKeep(folder, asked, now());
    if ("lines" in judged) return reply.type(TEXT).send(judged.lines);
    // Not an alarm: anybody may send a checkpoint of the log with a proof that is none.
    if (judged.status === 422) log.warn("witness.inconsistent", { log: judged.origin });
    if (judged.status === 409) return reply.code(409).type(SIZE_TYPE).send(`${judged.size}\n`);
    return reply.code(judged.status).type(TEXT).send(`${judged.why}\n`);
  });
  server.get("/vkey", (_request, reply) =>
    reply.type(TEXT).send(folder.cosigners.map(({ vkey }) => `${vkey}\n`).join("")),
  );
  server.get<{ Params: { hash: string } }>("/:hash/checkpoint", (request, reply) => {
    const { hash } = request.params;
    const latest = /^[0-9a-f]{64}$/.test(hash) ? folder.latestByHash(hash) : undefined;
    return latest === undefined
      ? reply.code(404).type(TEXT).send("not cosigned here\n")
      : reply.type(TEXT).send(latest.note);
  });
  return server;
}

/** A note is UTF-8; what is not must not become another text. */
function decode(bytes: Buffer): string | undefined {
  try {
    return utf8.decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

type Refused = Exclude<Judgement, { readonly status: 200 }>;

/**
 * Judging and keeping are one step of this process, which is the only one on its folder: nothing of the same log comes
 * between them.
 */
function judgeAndKeep(
  folder: WitnessFolder,
  asked: NonNullable<ReturnType<typeof parseAddCheckpoint>>,
  at: Date,
): { readonly lines: string } | Refused {
  const ask = () => judge(asked, folder.trusted, (origin) => folder.latest(origin)?.checkpoint);
  let judged = ask();
  if (judged.status === 404) {
    folder.reload();
    judged = ask();
  }
  if (judged.status !== 200) return judged;
  const { checkpoint, text, logLines } = judged;
  const atSeconds = Math.floor(at.getTime() / 1_000);
  const lines = folder.cosigners.map((cosigner) => cosigner.cosign(text, atSeconds)).join("");
  folder.keep(checkpoint, `${text}\n${logLines.join("")}${lines}`);
  return { lines };
}
