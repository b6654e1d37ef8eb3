import { z } from "zod";
import type { DeskCaller, Reply, Route } from "../base/route.ts";
import { deskOf, route } from "../base/route.ts";
import type { Store } from "../store/index.ts";
import { anchoredDays, readAnchor } from "./attestation/anchor-logs.ts";
import { parseTileLevel, parseTilePath } from "./format/tiles.ts";
import { listLogs, readBundle, readCheckpoint, readLog, readTile, readWitnessed } from "./logs/read-log.ts";
import { listEntries } from "./logs/list-entries.ts";
import { readHealth } from "./logs/read-health.ts";
import { anchorList, entryList, entryQuery, ledgerHealth, logList } from "./wire.ts";

const NOT_FOUND = { status: 404, problem: "not_found" } as const;
const TOKEN = "application/timestamp-reply";
const OCTETS = "application/octet-stream";
const TEXT = "text/plain; charset=utf-8";
/** What a checkpoint says is soon not the latest any more. Source: C2SP tlog-tiles, checkpoints. */
const CHANGES = "public, max-age=1";
/** A tile of one width never changes, and a proxy may keep it for everybody. */
const IMMUTABLE = "public, max-age=31536000, immutable";
/** Bundles are for who holds a key. */
const IMMUTABLE_FOR_ONE = "private, max-age=31536000, immutable";

const logParam = z.strictObject({ name: z.string().max(60) });
const tileParam = z.strictObject({ name: z.string().max(60), level: z.string().max(2), "*": z.string().max(60) });
const dayParam = z.strictObject({ name: z.string().max(60), day: z.string().max(10) });
const bundleParam = z.strictObject({ name: z.string().max(60), "*": z.string().max(60) });

function bytes(type: string, cache: string, body: Buffer | string | undefined): Reply {
  if (body === undefined) return NOT_FOUND;
  return { status: 200, body, headers: { "content-type": type, "cache-control": cache } };
}

export type LedgerRoutesDeps = {
  readonly store: Store;
  /** Logs that this node does not sign any more. */
  readonly refused: () => Iterable<string>;
  /** Whether somebody of the desk leads staff, or is of them: a room above knows. */
  readonly isNearStaff: (reader: DeskCaller) => Promise<boolean>;
};

/** Logs for whoever verifies. Hashes and checkpoints are public; entries show who acted when, under pseudonyms. */
export function ledgerRoutes(deps: LedgerRoutesDeps): readonly Route[] {
  const { store } = deps;
  return [listRoute(store), ...noteRoutes(store), ...anchorRoutes(store), ...tileRoutes(store), ...auditorRoutes(deps)];
}

/** What an auditor looks at in a browser. Who wants to verify takes tiles and bundles. */
function auditorRoutes({ store, refused, isNearStaff }: LedgerRoutesDeps): readonly Route[] {
  const audience = { desk: ["auditor"] } as const;
  return [
    route({
      id: "ledger.read-health",
      method: "GET",
      path: "/v1/ledger/health",
      audience,
      summary: "How each log is: signed last when, seen by which witnesses, stamped on which day, and what waits",
      answers: { 200: ledgerHealth },
      act: async () => ({ status: 200, body: await readHealth(store, refused(), await store.now()) }),
    }),
    route({
      id: "ledger.list-entries",
      method: "GET",
      path: "/v1/ledger/entries",
      audience,
      summary: "Entries of a log in order, under pseudonyms",
      query: entryQuery,
      answers: { 200: entryList },
      async act({ query }, caller) {
        const body = await listEntries(store, query, await isNearStaff(deskOf(caller)));
        return body === undefined ? NOT_FOUND : { status: 200, body };
      },
    }),
  ];
}

function listRoute(store: Store): Route {
  return route({
    id: "ledger.list-logs",
    method: "GET",
    path: "/log/",
    audience: "public",
    summary: "The ledger's logs",
    answers: { 200: logList },
    act: async () => ({
      status: 200,
      body: { items: await listLogs(store) },
      headers: { "cache-control": CHANGES },
    }),
  });
}

function noteRoutes(store: Store): readonly Route[] {
  return [
    route({
      id: "ledger.read-checkpoint",
      method: "GET",
      path: "/log/:name/checkpoint",
      audience: "public",
      summary: "The latest signed checkpoint, with the cosignatures it has so far",
      params: logParam,
      answers: { 200: { contentType: TEXT } },
      act: async ({ params }) => bytes(TEXT, CHANGES, (await readCheckpoint(store, params.name))?.note),
    }),
    route({
      id: "ledger.read-witnessed",
      method: "GET",
      path: "/log/:name/witnessed",
      audience: "public",
      summary: "The latest checkpoint that witnesses have cosigned as the policy asks",
      params: logParam,
      answers: { 200: { contentType: TEXT } },
      act: async ({ params }) => bytes(TEXT, CHANGES, (await readWitnessed(store, params.name))?.note),
    }),
    route({
      id: "ledger.read-vkey",
      method: "GET",
      path: "/log/:name/vkey",
      audience: "public",
      summary: "The verifier key of a log",
      params: logParam,
      answers: { 200: { contentType: TEXT } },
      async act({ params }) {
        const log = await readLog(store, params.name);
        return bytes(TEXT, IMMUTABLE, log && `${log.vkey}\n`);
      },
    }),
  ];
}

function anchorRoutes(store: Store): readonly Route[] {
  return [
    route({
      id: "ledger.list-anchors",
      method: "GET",
      path: "/log/:name/anchor/",
      audience: "public",
      summary: "The days (UTC) on which a checkpoint of the log was stamped by a time-stamping authority",
      params: z.strictObject({ name: z.string().max(60) }),
      answers: { 200: anchorList },
      async act({ params }) {
        if ((await readLog(store, params.name)) === undefined) return NOT_FOUND;
        const items = await anchoredDays(store, params.name);
        return { status: 200, body: { items }, headers: { "cache-control": CHANGES } };
      },
    }),
    route({
      id: "ledger.read-anchored-checkpoint",
      method: "GET",
      path: "/log/:name/anchor/:day.checkpoint",
      audience: "public",
      summary: "The checkpoint that was stamped on a day",
      params: dayParam,
      answers: { 200: { contentType: TEXT } },
      act: async ({ params }) => bytes(TEXT, IMMUTABLE, (await readAnchor(store, params.name, params.day))?.checkpoint),
    }),
    route({
      id: "ledger.read-anchor",
      method: "GET",
      path: "/log/:name/anchor/:day.tsr",
      audience: "public",
      summary: "The time-stamping authority's answer over exactly these bytes (RFC 3161)",
      params: dayParam,
      answers: { 200: { contentType: TOKEN } },
      act: async ({ params }) => bytes(TOKEN, IMMUTABLE, (await readAnchor(store, params.name, params.day))?.token),
    }),
  ];
}

function tileRoutes(store: Store): readonly Route[] {
  return [
    route({
      id: "ledger.read-tile",
      method: "GET",
      path: "/log/:name/tile/:level/*",
      audience: "public",
      summary: "A tile of hashes (C2SP tlog-tiles)",
      params: tileParam,
      answers: { 200: { contentType: OCTETS } },
      async act({ params }) {
        const level = parseTileLevel(params.level);
        const place = parseTilePath(params["*"]);
        if (level === undefined || place === undefined) return NOT_FOUND;
        return bytes(OCTETS, IMMUTABLE, await readTile(store, params.name, { level, ...place }));
      },
    }),
    route({
      id: "ledger.read-bundle",
      method: "GET",
      path: "/log/:name/tile/entries/*",
      audience: { machine: "ledger:audit" },
      summary: "A bundle of entries (C2SP tlog-tiles)",
      params: bundleParam,
      answers: { 200: { contentType: OCTETS } },
      async act({ params }) {
        const place = parseTilePath(params["*"]);
        if (place === undefined) return NOT_FOUND;
        return bytes(OCTETS, IMMUTABLE_FOR_ONE, await readBundle(store, params.name, place.index, place.width));
      },
    }),
  ];
}
