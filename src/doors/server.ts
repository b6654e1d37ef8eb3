import { STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import fastifyCookie from "@fastify/cookie";
import fastifyFormbody from "@fastify/formbody";
import fastify from "fastify";
import { z } from "zod";
import { canonicalJson } from "../base/canonical-json.ts";
import type { Log } from "../base/log.ts";
import { errorFields } from "../base/log.ts";
import type { Audience, Caller, Reply, Route } from "../base/route.ts";
import { newRequestId } from "../base/ids.ts";
import { openSealed } from "../base/sealed.ts";
import type { MachineKeys, Sessions } from "../people/index.ts";
import { DESK_COOKIE, STAFF_COOKIE } from "../people/index.ts";
import { GateOverloaded, LedgerUnavailable } from "../relay/index.ts";
import type { Store } from "../store/index.ts";
import { StoreUnavailable } from "../store/index.ts";
import { oncePerKey } from "../store/index.ts";
import type { Vault } from "../vault/index.ts";
import { isCrossSite, isFromElsewhere } from "./cross-site.ts";
import { BrokenForm, isMultipart, readParts, readUploadsOn } from "./uploads.ts";
import type { Metrics } from "./metrics.ts";
import { DOOR_PROBLEMS, PROBLEM_TYPE, problemDocument, readerLanguage, sendProblem } from "./problem.ts";

export type ServerParts = {
  readonly store: Store;
  readonly vault: Vault;
  readonly log: Log;
  readonly keys: MachineKeys;
  readonly sessions: Sessions;
  /** The address people reach this server at. */
  readonly publicUrl: string;
  /** Addresses of proxies that are believed when they say for whom they ask. */
  readonly trustedProxies: readonly string[];
  readonly metrics: Pick<Metrics, "requestSeconds">;
  /** What a person's browser is shown instead of a problem document; undefined where it asked for something else. */
  readonly problemPage?: (request: FastifyRequest, status: number) => PageReply | undefined;
};

type PageReply = Extract<Reply, { readonly page: string }>;

/** A mission with twenty staff and long notes is 10 kB; a megabyte is a mistake or an attack. */
const MAX_BODY_BYTES = 1_048_576;
/** Streams are read row by row; the limit is on what one request may cost. 100,000 rows are about 30 MB. */
const MAX_STREAM_BYTES = 256 * 1_048_576;
/** What somebody tells is 10,000 characters at most; written in a form each may take twelve bytes. */
const MAX_FORM_BYTES = 262_144;
const MAX_HEADER_BYTES = 16_384;
const REQUEST_TIMEOUT_MS = 60_000;
const MAX_IDEMPOTENCY_KEY = 255;
const NOBODY: Caller = { kind: "nobody" };

export function buildServer(parts: ServerParts, routes: readonly Route[]): FastifyInstance {
  const server = fastify({
    logger: false,
    bodyLimit: MAX_BODY_BYTES,
    genReqId: newRequestId,
    requestTimeout: REQUEST_TIMEOUT_MS,
    trustProxy: parts.trustedProxies.length === 0 ? false : [...parts.trustedProxies],
    keepAliveTimeout: 75_000,
    routerOptions: { maxParamLength: 500, ignoreTrailingSlash: false },
    http: { maxHeaderSize: MAX_HEADER_BYTES },
    frameworkErrors: (error, request, reply) => void answerError(parts, error, request, reply),
    clientErrorHandler: (error, socket) => answerBrokenRequest(error, socket),
  });
  refuseWrongRoutes(routes);
  server.setErrorHandler((error, request, reply) => answerError(parts, error, request, reply));
  server.setNotFoundHandler((request, reply) => answerProblem(parts, reply, request, "not_found"));
  server.addHook("onSend", async (_request, reply) => {
    reply.header("x-content-type-options", "nosniff");
    reply.header("referrer-policy", "no-referrer");
    if (reply.getHeader("cache-control") === undefined) reply.header("cache-control", "no-store");
  });
  server.addHook("onResponse", async (request, reply) => {
    const route = request.routeOptions.config.id ?? "none";
    parts.metrics.requestSeconds.observe({ route, status: reply.statusCode }, reply.elapsedTime / 1000);
  });
  server.removeContentTypeParser("text/plain");
  server.register(fastifyCookie);
  server.register(fastifyFormbody, { bodyLimit: MAX_FORM_BYTES });
  readUploadsOn(server, MAX_FORM_BYTES);
  server.addContentTypeParser("text/csv", { bodyLimit: MAX_STREAM_BYTES }, (_request, payload, done) =>
    done(null, payload),
  );
  for (const route of routes) mount(server, parts, route);
  return server;
}

/** Nothing starts with a route that two answer to, or of which nobody said who may call it. */
function refuseWrongRoutes(routes: readonly Route[]): void {
  const seen = new Set<string>();
  for (const { id, method, path, audience } of routes) {
    const name = `${method} ${path}`;
    if (seen.has(name) || seen.has(id)) throw new Error(`could not mount ${name} (${id}) twice`);
    if (!isSomebody(audience)) throw new Error(`could not mount ${name} (${id}): it does not say for whom`);
    seen.add(name).add(id);
  }
}

/** Types say so already; a route that is made at run time may not. */
function isSomebody(audience: Audience | undefined): boolean {
  if (audience === undefined) return false;
  if (typeof audience === "string") return true;
  return audience.machine !== undefined || audience.staff === true || (audience.desk?.length ?? 0) > 0;
}

function mount(server: FastifyInstance, parts: ServerParts, route: Route): void {
  server.route({
    method: route.method,
    url: route.path,
    config: { id: route.id },
    handler: (request, reply) => handle(parts, route, request, reply),
  });
}

async function handle(
  parts: ServerParts,
  route: Route,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  const language = readerLanguage(request);
  const problem = (code: keyof typeof DOOR_PROBLEMS, more = {}) => answerProblem(parts, reply, request, code, more);
  const admitted = await admit(parts, route, request);
  if ("refused" in admitted) return problem(admitted.refused, admitted.more);
  const { caller } = admitted;
  const isStream = route.streams !== undefined;
  if (isStream !== isType(request, "text/csv")) return problem("unsupported_media_type");
  if (isType(request, FORM) && route.isForm !== true) return problem("unsupported_media_type");
  if (isType(request, "application/json") && route.isForm === true) return problem("unsupported_media_type");
  if (isMultipart(request) && route.uploads === undefined) return problem("unsupported_media_type");
  const sent =
    route.uploads !== undefined && isMultipart(request) ? await readParts(request, route.uploads) : undefined;
  const parsed = parseInput(route, request, sent?.fields ?? request.body);
  if ("errors" in parsed) return problem("invalid_request", { errors: parsed.errors });
  const stream = isStream ? (request.body as NonNullable<Parameters<Route["act"]>[0]["stream"]>) : undefined;
  const idempotencyKey = keyOf(request);
  if (idempotencyKey !== undefined && idempotencyKey.length > MAX_IDEMPOTENCY_KEY) return problem("invalid_request");
  const { cookies, ip: address } = request;
  const act = () =>
    route.act({ ...parsed, files: sent?.files ?? [], stream, language, idempotencyKey, cookies, address }, caller);
  return send(
    reply,
    await (route.isRepeatable === true ? repeatable(parts, route, request, caller, act) : act()),
    language,
  );
}

type Admitted =
  | { readonly caller: Caller }
  | { readonly refused: keyof typeof DOOR_PROBLEMS; readonly more?: { readonly scope: string | undefined } };

/** Who asks, if this route is for them: whoever brings a key is judged by it, else by whether they are signed in. */
async function admit(
  parts: ServerParts,
  { audience, method, isForm }: Route,
  request: FastifyRequest,
): Promise<Admitted> {
  const hasCookie = COOKIES.some((name) => request.cookies[name] !== undefined);
  const hasKey = request.headers.authorization !== undefined;
  // A browser never adds a key by itself: what has one was not made by another site.
  if (hasCookie && !hasKey && method !== "GET" && isCrossSite(request.headers, parts.publicUrl)) {
    return { refused: "cross_site" };
  }
  // A form that anybody may send is sent from its own page: a browser says when it was not.
  if (isForm === true && isFromElsewhere(request.headers)) return { refused: "cross_site" };
  if (typeof audience !== "object") return { caller: NOBODY };
  if (hasKey) return admitKey(parts, audience.machine, request);
  const [desk, staff] = [await parts.sessions.deskOf(request), await parts.sessions.staffOf(request)];
  if (desk !== undefined && audience.desk?.includes(desk.duty) === true) return { caller: desk };
  if (staff !== undefined && audience.staff === true) return { caller: staff };
  return { refused: desk === undefined && staff === undefined ? "unauthorized" : "duty_missing" };
}

const COOKIES = [DESK_COOKIE, STAFF_COOKIE];

async function admitKey(parts: ServerParts, scope: string | undefined, request: FastifyRequest): Promise<Admitted> {
  const key = await bearerOf(parts, request);
  if (key === undefined) return { refused: "unauthorized" };
  const isAllowed = scope !== undefined && key.scopes.has(scope as never);
  return isAllowed ? { caller: { kind: "machine", keyId: key.keyId } } : { refused: "scope_missing", more: { scope } };
}

const FORM = "application/x-www-form-urlencoded";

function isType(request: FastifyRequest, type: string): boolean {
  return request.headers["content-type"]?.toLowerCase().startsWith(type) === true;
}

async function bearerOf({ keys }: ServerParts, request: FastifyRequest) {
  const found = /^Bearer +([\x21-\x7e]{1,512})$/i.exec(request.headers.authorization ?? "");
  return found === null ? undefined : keys.authenticate(found[1] as string);
}

function parseInput(route: Route, request: FastifyRequest, sentBody: unknown) {
  const errors: { field: string; message: string }[] = [];
  const read = (name: "params" | "query" | "body", value: unknown): unknown => {
    const schema = route[name];
    if (schema === undefined) return undefined;
    const result = schema.safeParse(value ?? {});
    if (result.success) return result.data;
    for (const issue of result.error.issues) {
      const field = [name === "body" ? [] : name, issue.path].flat().join(".");
      // The name of a field that is not ours is the sender's own words.
      const isUnknown = issue.code === "unrecognized_keys";
      errors.push({ field, message: isUnknown ? unknownFieldAmong(fieldsAt(schema, issue.path)) : issue.message });
    }
    return undefined;
  };
  const input = {
    params: read("params", request.params),
    query: read("query", request.query),
    body: read("body", sentBody),
  };
  return errors.length > 0 ? { errors } : input;
}

/** The fields of the object at a place in a body; none where the shape is one of several. */
function fieldsAt(schema: z.ZodType, path: readonly PropertyKey[]): readonly string[] {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault) {
    return fieldsAt(schema.unwrap() as z.ZodType, path);
  }
  const [first, ...rest] = path;
  if (schema instanceof z.ZodArray && first !== undefined) return fieldsAt(schema.element as z.ZodType, rest);
  if (!(schema instanceof z.ZodObject)) return [];
  const inner = first === undefined ? undefined : (schema.shape as Record<PropertyKey, z.ZodType>)[first];
  return inner === undefined ? Object.keys(schema.shape) : fieldsAt(inner, rest);
}

function unknownFieldAmong(known: readonly string[]): string {
  return known.length === 0 ? "Unrecognized field" : `Unrecognized field; known are: ${known.join(", ")}`;
}

function keyOf(request: FastifyRequest): string | undefined {
  const key = request.headers["idempotency-key"];
  return typeof key === "string" && key.length > 0 ? key : undefined;
}

/** Keys of two callers are two keys, whatever they are. */
function nameOf(caller: Caller): string {
  switch (caller.kind) {
    case "machine":
      return caller.keyId;
    case "desk":
      return caller.deskUser;
    case "staff":
      return caller.staff;
    case "nobody":
      return "";
  }
}

/** The same Idempotency-Key and body give the same answer; without the header the act simply runs. */
function repeatable(
  { store, vault }: ServerParts,
  route: Route,
  request: FastifyRequest,
  caller: Caller,
  act: () => Promise<Reply>,
): Promise<Reply> {
  const key = keyOf(request);
  if (key === undefined) return act();
  const keyHash = vault.keyedHash("idempotency", nameOf(caller), route.id, JSON.stringify(request.params), key);
  const bodyHash = vault.keyedHash("request", canonicalJson((request.body ?? null) as never));
  const box = {
    seal: (answer: string) => vault.sealForTenant("answer", answer),
    open(sealed: Buffer) {
      const opened = vault.openForTenant("answer", sealed);
      return opened === undefined ? undefined : openSealed(opened);
    },
  };
  return oncePerKey(store, keyHash, bodyHash, box, act);
}

function send(reply: FastifyReply, answer: Reply, language: "fr" | "en"): FastifyReply {
  for (const [name, value] of Object.entries(answer.headers ?? {})) reply.header(name, value);
  if ("problem" in answer) return sendProblem(reply, answer.status, answer.problem, language, answer.more);
  if ("page" in answer) return reply.code(answer.status).type("text/html; charset=utf-8").send(answer.page);
  return reply.code(answer.status).send(answer.body);
}

const CODES: { readonly [code: string]: keyof typeof DOOR_PROBLEMS } = {
  FST_ERR_CTP_INVALID_JSON_BODY: "malformed_json",
  FST_ERR_CTP_EMPTY_JSON_BODY: "malformed_json",
  FST_ERR_CTP_BODY_TOO_LARGE: "body_too_large",
  FST_ERR_CTP_INVALID_MEDIA_TYPE: "unsupported_media_type",
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: "invalid_request",
  FST_FILES_LIMIT: "body_too_large",
  FST_FIELDS_LIMIT: "body_too_large",
  FST_PARTS_LIMIT: "body_too_large",
};

function answerError(parts: ServerParts, error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const problem = problemOf(error);
  if (problem === "internal_error") {
    parts.log.error("doors.act-failed", {
      route: request.routeOptions.config.id,
      reference: request.id,
      ...errorFields(error),
    });
  }
  if (problem === "ledger_unavailable" || problem === "overloaded") reply.header("retry-after", "2");
  // Closed while the rest is still being sent, the connection would break before the answer is read.
  if (problem === "body_too_large") reply.removeHeader("connection");
  return answerProblem(parts, reply, request, problem);
}

/** To a person a page, to a program a problem document. */
function answerProblem(
  parts: ServerParts,
  reply: FastifyReply,
  request: FastifyRequest,
  code: keyof typeof DOOR_PROBLEMS,
  more: { readonly [name: string]: unknown } = {},
): FastifyReply {
  const language = readerLanguage(request);
  const page = parts.problemPage?.(request, DOOR_PROBLEMS[code]);
  return page === undefined
    ? sendProblem(reply, DOOR_PROBLEMS[code], code, language, more)
    : send(reply, page, language);
}

function problemOf(error: unknown): keyof typeof DOOR_PROBLEMS {
  if (error instanceof LedgerUnavailable || error instanceof StoreUnavailable) return "ledger_unavailable";
  if (error instanceof GateOverloaded) return "overloaded";
  if (error instanceof BrokenForm) return "invalid_request";
  if (!(error instanceof Error)) return "internal_error";
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  const known = CODES[code];
  if (known !== undefined) return known;
  if (error instanceof SyntaxError && "statusCode" in error && error.statusCode === 400) return "malformed_json";
  // Half a character, or NUL, which no text here may hold.
  if (code === "22021" || code === "22P05") return "invalid_request";
  // The database is away: acts that record need it, so nothing happened.
  if (/^(08|53|57P|25006)/.test(code) || /^(ECONN|EPIPE|ENOENT|ETIMEDOUT)/.test(code)) return "ledger_unavailable";
  if ("statusCode" in error && typeof error.statusCode === "number" && error.statusCode < 500) return "invalid_request";
  return "internal_error";
}

/** What is no HTTP, or too much of it, never becomes a request: the answer is written by hand. */
function answerBrokenRequest(error: Error & { readonly code?: string }, socket: Socket): void {
  if (socket.destroyed || !socket.writable) return;
  const problem =
    error.code === "HPE_HEADER_OVERFLOW"
      ? "headers_too_large"
      : error.code === "ERR_HTTP_REQUEST_TIMEOUT"
        ? "request_timeout"
        : "invalid_request";
  const status = DOOR_PROBLEMS[problem];
  const body = JSON.stringify(problemDocument(status, problem, "en", newRequestId()));
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\ncontent-type: ${PROBLEM_TYPE}\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  );
}

declare module "fastify" {
  interface FastifyContextConfig {
    readonly id?: string;
  }
}
