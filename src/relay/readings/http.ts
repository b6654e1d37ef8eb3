import { parseId } from "../../base/ids.ts";
import type { Caller, Route } from "../../base/route.ts";
import { route } from "../../base/route.ts";
import { idParam } from "../../base/wire.ts";
import { openSealed } from "../../base/sealed.ts";
import type { Store } from "../../store/index.ts";
import type { Vault } from "../../vault/index.ts";
import type { ReadingRefusal } from "./wire.ts";
import {
  readingAsked,
  readingDecision,
  readingList,
  readingOpened,
  readingQuery,
  readingRequest,
  readingSettled,
} from "./wire.ts";
import { askReading } from "./ask-reading.ts";
import { listReadings } from "./list-readings.ts";
import type { Reader } from "./read-text.ts";
import { readText } from "./read-text.ts";
import { settleText } from "./settle-text.ts";

/** Status of each refusal of a reading. */
export const READING_STATUS = {
  not_found: 404,
  not_kept_back: 409,
  reading_not_asked: 409,
  reading_missing: 409,
  reader_too_near: 409,
  reader_missing: 400,
  text_erased: 410,
} as const satisfies { readonly [code in ReadingRefusal]: number };

const READ = { machine: "readings:read", desk: ["handler"] } as const;
const WRITE = { machine: "readings:write", desk: ["handler"] } as const;
const refuse = (code: ReadingRefusal) => ({ status: READING_STATUS[code], problem: code });

/** Readings of texts that screening kept back: asked for by a sender, done by a person, recorded each. */
export function readingRoutes({ store, vault }: { readonly store: Store; readonly vault: Vault }): readonly Route[] {
  return [...askingRoutes(store), ...readerRoutes(store, vault)];
}

function askingRoutes(store: Store): readonly Route[] {
  return [
    route({
      id: "relay.ask-reading",
      method: "POST",
      path: "/v1/attempts/:id/reading",
      audience: { machine: "readings:write" },
      summary: "The sender of a text that was kept back asks that a person reads it",
      params: idParam,
      answers: { 200: readingAsked },
      async act({ params }) {
        const id = parseId("attempt", params.id);
        if (id === undefined) return refuse("not_found");
        const asked = await store.transaction((tx) => askReading(tx, id));
        if (!asked.ok) return refuse(asked.code);
        return { status: 200, body: { attempt: id, askedAt: asked.askedAt.toISOString() } };
      },
    }),
    route({
      id: "relay.list-readings",
      method: "GET",
      path: "/v1/readings",
      audience: READ,
      summary: "Texts that wait for a person to read them, at their senders' wish",
      query: readingQuery,
      answers: { 200: readingList },
      act: async ({ query }) => ({ status: 200, body: { items: await listReadings(store, query.limit), next: null } }),
    }),
  ];
}

function readerRoutes(store: Store, vault: Vault): readonly Route[] {
  return [
    route({
      id: "relay.read-text",
      method: "POST",
      path: "/v1/attempts/:id/reading/open",
      audience: WRITE,
      summary: "Shows the text to a person; the reading is an entry of the ledger",
      params: idParam,
      body: readingRequest,
      isRepeatable: false,
      answers: { 200: readingOpened },
      async act({ params, body }, caller) {
        const id = parseId("attempt", params.id);
        if (id === undefined) return refuse("not_found");
        const reader = readerOf(caller, body.reader);
        if (reader === undefined) return refuse("reader_missing");
        const read = await store.transaction((tx) => readText(tx, vault, id, reader));
        return read.ok ? { status: 200, body: { attempt: id, text: openSealed(read.text) } } : refuse(read.code);
      },
    }),
    route({
      id: "relay.settle-text",
      method: "POST",
      path: "/v1/attempts/:id/reading/decision",
      audience: WRITE,
      summary: "Whoever read the text delivers or refuses it",
      params: idParam,
      body: readingDecision,
      answers: { 200: readingSettled },
      async act({ params, body }, caller) {
        const id = parseId("attempt", params.id);
        if (id === undefined) return refuse("not_found");
        const reader = readerOf(caller, body.reader);
        if (reader === undefined) return refuse("reader_missing");
        const { decision } = body;
        const settled = await store.transaction((tx) => settleText(tx, id, { reader: reader.name, decision }));
        return settled.ok ? { status: 200, body: { attempt: id, outcome: settled.outcome } } : refuse(settled.code);
      },
    }),
  ];
}

/** Whoever is signed in reads in their own name; a key says for whom. */
function readerOf(caller: Caller, named: string | undefined): Reader | undefined {
  if (caller.kind === "desk") return { name: caller.deskUser, identity: caller.identity };
  return named === undefined ? undefined : { name: named };
}
