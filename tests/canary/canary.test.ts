/**
 * What is always true, 5: nothing of a person comes out of the house but where it was promised. Everything that can be
 * known of two people is planted, everything that can be asked is asked, and every output is searched.
 */
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, expect, test } from "vitest";
import { stopLeftServer } from "../../src/store/engine/postmaster.ts";
import { hasOpenssl, openAuthority, openWitness } from "../attestors.ts";
import type { RunningProgram } from "../program.ts";
import { startProgram } from "../program.ts";
import { Stranger, until } from "../surface/stranger.ts";
import type { CanaryName } from "./canaries.ts";
import { CANARIES, reversed, unaccented } from "./canaries.ts";
import { databaseOutputs, fileOutputs, ownerOf, Recorder } from "./outputs.ts";
import { CaseTour } from "./case-tour.ts";
import { DeskTour } from "./desk-tour.ts";
import type { Output } from "./search.ts";
import { CanarySearch } from "./search.ts";
import { PagesTour } from "./pages-tour.ts";
import { CUSTOMER, Tour } from "./tour.ts";

/** Real time: a tour of every route, on a machine that does other things too. */
const LIMIT_MS = 240_000;
const search = new CanarySearch();
const dataFolder = mkdtempSync(join(tmpdir(), "paravent-canary-"));
const outside = mkdtempSync(join(tmpdir(), "paravent-canary-outside-"));
/** What a table of the house would look like if somebody forgot to seal it. */
const CONTROL = "Pouillot véloce, forgotten in clear";

afterAll(async () => {
  await stopLeftServer(join(realpathSync(dataFolder), "postgres"));
  rmSync(dataFolder, { recursive: true });
  rmSync(outside, { recursive: true });
});

const html = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
const base64 = (text: string) => [0, 1, 2].map((n) => Buffer.from(`${"x".repeat(n)}${text}yz`).toString("base64"));

/** Ways to let a text out; written apart from those the search knows, so that one proves the other. */
const LET_OUT: { readonly [name: string]: (text: string) => readonly string[] } = {
  plain: (text) => [text, `…${text}…`, text.toUpperCase(), text.toLowerCase()],
  unaccented: (text) => [unaccented(text), unaccented(text).toUpperCase(), text.normalize("NFD")],
  reversed: (text) => [reversed(text), reversed(unaccented(text))],
  json: (text) => [JSON.stringify({ text }), JSON.stringify(JSON.stringify(text)).replaceAll("\\\\", "\\")],
  html: (text) => [html(text), html(text).replaceAll("'", "&#39;"), html(text).replaceAll("'", "&apos;")],
  url: (text) => [encodeURIComponent(text), new URLSearchParams({ text }).toString()],
  base64: (text) => [...base64(text), ...base64(text).map((one) => one.replaceAll("+", "-").replaceAll("/", "_"))],
  hex: (text) => [Buffer.from(text).toString("hex"), Buffer.from(`--${text}`).toString("hex").toUpperCase()],
};

function spell(phone: string): readonly string[] {
  const n = phone.slice(3);
  const [a, b, c, d, e] = [n[0], n.slice(1, 3), n.slice(3, 5), n.slice(5, 7), n.slice(7)];
  const national = [`0${a}`, b, c, d, e];
  return [
    phone,
    phone.slice(1),
    `0033${n}`,
    `0${n}`,
    n,
    `tel:${phone}`,
    `+33 (0)${n}`,
    `+33 (0)${a} ${b} ${c} ${d} ${e}`,
    ...[" ", ".", "-", "\u00a0"].flatMap((gap) => [national.join(gap), `+33${gap}${[a, b, c, d, e].join(gap)}`]),
    `0${n.slice(0, 3)} ${n.slice(3, 6)} ${n.slice(6)}`,
    `%2B33${n}`,
    `&#43;33${n}`,
  ];
}

test.for(Object.keys(CANARIES) as CanaryName[])("a %s that comes out is found, however it is spelled", (name) => {
  const { value, marks } = CANARIES[name];
  const texts = value.startsWith("+") ? spell(value) : [value, ...marks];
  for (const text of texts) {
    for (const [way, letOut] of Object.entries(LET_OUT)) {
      for (const one of letOut(text)) {
        const bytes = Buffer.from(`{"detail":"${one}"}`);
        expect([...search.find(bytes).keys()], `${way}: ${one}`).toContain(name);
        expect(search.leaks([{ name: "scratch", bytes, shows: [name] }]), `${way}: ${one}`).toEqual([]);
      }
    }
    for (const bytes of [Buffer.from(text, "utf16le"), Buffer.from(text, "utf16le").swap16()]) {
      expect([...search.find(bytes).keys()]).toContain(name);
    }
  }
});

test("what is no canary is not found", () => {
  const others = ["+33639984712", "Zoé Quiller, 416 impasse des Merles", "06 39 98 47 10", "", "abc"];
  for (const text of others) expect([...search.find(Buffer.from(text))]).toEqual([]);
});

/**
 * They answer well with a provider and a device only (tests/surface/oidc.test.ts, tests/browser/passkey.test.ts), or to
 * several people over many days (src/cases/http.test.ts, src/cases/concerned/my-cases.test.ts).
 */
const NEEDS_OTHERS =
  /^\/v1\/(?:sign-in\/(?:oidc|(?:accept\/)?passkey)|cases\/\{id\}\/|my-cases|companion\/|alerts\/\{id\}\/seen)/;

/** Every route of the document answered well once, and refused a request with a canary in it. */
async function expectEveryRoute({ sent, program }: Recorder): Promise<void> {
  const { body } = await program.call("GET", "/openapi.json");
  const missing = Object.entries(body.paths as object).flatMap(([template, methods]) =>
    Object.keys(methods).flatMap((verb) => {
      const shape = new RegExp(
        `^${template
          .replaceAll(".", "\\.")
          .replace("{path}", ".+")
          .replace(/\{\w+\}/g, "[^/]+")}(\\?|$)`,
      );
      const answers = sent.filter(({ method, path }) => method === verb.toUpperCase() && shape.test(path));
      // These take nothing that could be wrong.
      const isOpen = /^\/(?:report|follow|speaking-up|accessibility|exit|verifier|pages\/.*)$/.test(template);
      const takesNothing =
        template.startsWith("/healthz/") || ["/log/", "/v1/sign-in"].includes(template) || (verb === "get" && isOpen);
      const isRefused = takesNothing || answers.some(({ status }) => status >= 400);
      // Without OpenSSL there is nobody who stamps.
      if (!hasOpenssl && template.includes("/anchor/{day}")) return [];
      if (isRefused && NEEDS_OTHERS.test(template)) return [];
      return isRefused && answers.some(({ status }) => status < 400) ? [] : [`${verb} ${template}`];
    }),
  );
  expect(missing).toEqual([]);
  expect(sent.filter(({ status }) => status === 500).map(({ output }) => output.name)).toEqual([]);
}

/** A sentence in a table that nobody sealed: proves that the raw search sees what PostgreSQL writes. */
async function forgetToSeal(): Promise<void> {
  const client = new pg.Client(ownerOf(realpathSync(dataFolder)));
  await client.connect();
  await client.query("create table public.scratch (words text)");
  await client.query("insert into public.scratch values ($1)", [CONTROL]);
  await client.end();
}

function expectControlSeen(files: readonly Output[]): void {
  const names = files.filter(({ bytes }) => bytes.includes(CONTROL)).map(({ name }) => name);
  expect(names).toContainEqual(expect.stringMatching(/^file postgres\/pg_wal\//));
  expect(names).toContainEqual(expect.stringMatching(/^file postgres\/base\//));
  for (const name of ["paravent.log", "postgres.log", "demo-key.json", "spool/words.spool"]) {
    expect(files.map((file) => file.name)).toContain(`file ${name}`);
  }
}

/** A witness and an authority that know the log of the first start, and what the next start needs to ask them. */
async function openAttestors() {
  const program = await startProgram({ dataFolder, env: { PARAVENT_DEMO: "0" } });
  const { body } = await until(
    () => program.call("GET", "/log/"),
    (answer) => answer.body.items.length > 0,
  );
  await program.stop();
  const witness = await openWitness(join(outside, "witness"), body.items[0].vkey);
  const authority = hasOpenssl ? await openAuthority(join(outside, "authority")) : undefined;
  const stamps = authority && { PARAVENT_TSA_URL: authority.url, PARAVENT_TSA_CA: authority.caFile };
  return {
    env: { PARAVENT_WITNESS_POLICY: witness.policy, ...stamps },
    async close() {
      authority?.close();
      await witness.close();
    },
  };
}

test("no output holds a canary but where that was promised", { timeout: LIMIT_MS }, async () => {
  const outputs: Output[] = [];
  const attestors = await openAttestors();
  const program = await startProgram({ dataFolder, env: { PARAVENT_DEMO: "0", ...attestors.env } });
  const recorder = new Recorder(program);
  const tour = new Tour(recorder);
  const tables = async (when: string) =>
    outputs.push(...(await databaseOutputs(ownerOf(realpathSync(dataFolder)), when)));
  try {
    const mission = await tour.plant();
    await new PagesTour(recorder).everything(CUSTOMER);
    await tour.contact(mission);
    await tables("after contact");
    await tour.speaksUp(mission);
    await tour.atTheDoor(mission);
    await tour.imports();
    await tour.acts(mission);
    await tour.badInput();
    await tour.wrongPeople();
    await tables("before the outage");
    await tour.outage(mission, () => {
      const files = fileOutputs(dataFolder).filter(({ name }) => !name.startsWith("file postgres.away/"));
      expect(files.find(({ name }) => name === "file spool/words.spool")?.bytes.length).toBeGreaterThan(100);
      outputs.push(...files);
    });
    await tour.people();
    await new CaseTour(recorder).everything(mission);
    await new DeskTour(recorder).everything(mission);
    await tour.reads(mission);
    await expectEveryRoute(recorder);
    await tables("at the end");
    await forgetToSeal();
  } finally {
    await program.stop();
    await attestors.close();
  }
  const files = fileOutputs(dataFolder);
  expectControlSeen(files);
  const printed = { name: "what the program printed", bytes: Buffer.from(program.output()) };
  expect(search.leaks([...outputs, ...files, ...recorder.outputs, printed])).toEqual([]);
  // The same search, on the same answers, without the promise: what the house shows at the door is there.
  const shown = recorder.outputs.filter(({ shows }) => shows !== undefined).map(({ name, bytes }) => ({ name, bytes }));
  const seen = search.leaks(shown).map((leak) => leak.slice(0, leak.indexOf(" ")));
  expect(seen).toEqual(expect.arrayContaining(["address", "accessNotes", "delivered", "staffPhone"]));
});

test("the page of the demo shows the people of the demo only", { timeout: LIMIT_MS }, async () => {
  const program = await startProgram({ dataFolder });
  const response = await fetch(`${program.url}/phones/events`);
  let read = "";
  const ended = readAll(response, (text) => {
    read += text;
  });
  try {
    await talk(program);
    const marks = ["event: attempt", "event: clock", "event: entry", "Samir Belkacem", "Loriot jaune"];
    await until(
      async () => read,
      (text) => marks.every((mark) => text.includes(mark)),
    );
    read += JSON.stringify((await program.call("GET", "/phones/state")).body);
  } finally {
    await program.stop();
  }
  await ended;
  const outputs = [read, program.output()].map((text, i) => ({ name: `output ${i}`, bytes: Buffer.from(text) }));
  expect(search.leaks(outputs)).toEqual([]);
});

/** Canaries talk while the page is open, and then somebody of the demo does. */
async function talk(program: RunningProgram): Promise<void> {
  const stranger = new Stranger(program);
  const phone = CANARIES.importedPhone.value;
  const { lines } = await stranger.mission({ ...CUSTOMER, reference: "C-3", phone }, { staff: ["T-canary"] });
  const sent = await stranger.write(CANARIES.staffPhone.value, lines[0].staffDials, CANARIES.delivered.value);
  expect(sent).toMatchObject({ outcome: "delivered" });
  await stranger.text(CANARIES.strangerPhone.value, lines[0].customerDials, CANARIES.refused.value);
  const { body } = await stranger.call("GET", "/phones/state");
  const [{ lines: own, staffPhone }] = body.missions;
  const seen = await stranger.write(staffPhone, own[0].staffDials, "Loriot jaune");
  expect(seen).toMatchObject({ outcome: "delivered" });
}

/** The stream ends with the program. */
async function readAll(response: Response, hear: (text: string) => void): Promise<void> {
  const decoder = new TextDecoder();
  for await (const chunk of response.body as ReadableStream<Uint8Array>) hear(decoder.decode(chunk, { stream: true }));
}
