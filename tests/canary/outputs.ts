import { readdirSync, readFileSync, realpathSync } from "node:fs";
import { join, relative } from "node:path";
import pg from "pg";
import type { Answer, RunningProgram } from "../program.ts";
import type { CanaryName } from "./canaries.ts";
import type { Output } from "./search.ts";

/**
 * Answers that are promised to show a canary. All others show none.
 * - a disclosure is how a staff member learns the address and the access notes (SURFACES §2);
 * - a text that was kept back is shown to whom its sender asked to read it, and then delivered;
 * - an admin sees the names of the desk, and who accepts an invitation sees their own address, for their authenticator;
 * - a handset shows the texts it received, and `rings` is the phone the network rings: both are the simulated network,
 *   which is outside Paravent as a real one is (SURFACES §3).
 */
const PROMISED: readonly { readonly answer: RegExp; readonly shows: readonly CanaryName[] }[] = [
  { answer: /^POST \/v1\/(?:my-)?missions\/[^/]+\/disclosures 200 .*"what":"address"/, shows: ["address"] },
  { answer: /^POST \/v1\/(?:my-)?missions\/[^/]+\/disclosures 200 .*"what":"accessNotes"/, shows: ["accessNotes"] },
  // The staff app: whom one visits while one does, and what was written there.
  { answer: /^GET \/v1\/my-missions\/[^/?]+ 200/, shows: ["customerName", "written", "keptBack"] },
  { answer: /^GET \/v1\/my-missions\/[^/]+\/messages 200/, shows: ["written", "keptBack"] },
  {
    answer: /^GET \/simulator\/handsets\/[^/]+\/messages(\?\S*)? 200/,
    shows: ["delivered", "answered", "queued", "long", "keptBack", "written"],
  },
  // Her pages show her who comes, by first name, and what she wrote herself; a form that is refused gives back what was typed.
  { answer: /^POST \/v\/\S+\/report 422/, shows: ["staffName", "told", "strangerPhone", "customerPhone"] },
  { answer: /^(?:GET|POST) \/v\/\S+ (?:200|422)/, shows: ["staffName", "written", "told"] },
  { answer: /^POST \/report 422/, shows: ["told", "strangerPhone", "customerPhone"] },
  { answer: /^GET \/follow 200/, shows: ["told"] },
  { answer: /^POST \/v1\/attempts\/[^/]+\/reading\/open 200/, shows: ["keptBack"] },
  // Whoever handles a case reads what was told, without phones and mail addresses in it, and their own notes.
  { answer: /^GET \/v1\/cases\/[^/]+(?:\/export)? 200/, shows: ["told", "reason"] },
  { answer: /^(?:GET|PATCH) \/v1\/desk-users\S* 200/, shows: ["deskName"] },
  { answer: /^POST \/v1\/sign-in\/accept 200/, shows: ["deskEmail"] },
  { answer: /^POST \/simulator\/calls 200/, shows: ["customerPhone", "newPhone", "staffPhone"] },
];

export type Sent = {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly output: Output;
};

/** The program's public surface, with everything it answers written down as it came. */
export class Recorder {
  readonly program: RunningProgram;
  readonly sent: Sent[] = [];

  constructor(program: RunningProgram) {
    const call = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
      const isText = typeof body === "string";
      const type = body === undefined ? {} : { "content-type": isText ? "text/csv" : "application/json" };
      const raw = body === undefined || isText ? body : JSON.stringify(body);
      return this.send(method, path, raw, { ...type, ...headers });
    };
    this.program = { ...program, call };
  }

  /** Sends a body as it is, well formed or not. */
  async send(
    method: string,
    path: string,
    body?: string | Uint8Array<ArrayBuffer>,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const { url, apiKey } = this.program;
    const response = await fetch(url + path, {
      method,
      // Who brings a cookie asks as a browser does.
      headers: { ...("cookie" in headers ? { origin: url } : { authorization: `Bearer ${apiKey}` }), ...headers },
      redirect: "manual",
      ...(body === undefined ? {} : { body }),
    });
    const { status } = response;
    const bytes = Buffer.from(await response.arrayBuffer());
    const head = [...response.headers].map(([name, value]) => `${name}: ${value}\n`).join("");
    const promised = PROMISED.find(({ answer }) =>
      answer.test(`${method} ${path} ${status} ${typeof body === "string" ? body : ""}`),
    );
    const shows = promised === undefined ? {} : { shows: promised.shows };
    const output = { name: `${method} ${path} ${status}`, bytes: Buffer.concat([Buffer.from(head), bytes]), ...shows };
    this.sent.push({ method, path, status, output });
    const isJson = response.headers.get("content-type")?.includes("json") === true;
    return { status, headers: response.headers, body: isJson ? JSON.parse(bytes.toString()) : bytes.toString() };
  }

  get outputs(): readonly Output[] {
    return this.sent.map(({ output }) => output);
  }
}

/** Everything the database holds, read by its owner: rows of our tables, and what PostgreSQL itself says of them. */
export async function databaseOutputs(connection: pg.ClientConfig, when: string): Promise<readonly Output[]> {
  const client = new pg.Client(connection);
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ name: string }>(
      `select format('%I.%I', n.nspname, c.relname) as name
      from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p', 'm', 'S') and n.nspname !~ '^pg_(catalog|toast|temp)|^information_schema$'
      order by 1`,
    );
    const outputs: Output[] = [];
    for (const name of [...tables.map((table) => table.name), "pg_catalog.pg_stats", "pg_catalog.pg_stat_activity"]) {
      const { rows } = await client.query<unknown[]>({ text: `select * from ${name}`, rowMode: "array" });
      const cells = rows
        .flat()
        .map((cell) => (Buffer.isBuffer(cell) ? cell : Buffer.from(`${JSON.stringify(cell)}\n`)));
      outputs.push({ name: `table ${name} ${when}`, bytes: Buffer.concat(cells) });
    }
    return outputs;
  } finally {
    await client.end();
  }
}

/** Connection to the embedded server of a data folder, as its owner. */
export function ownerOf(dataFolder: string): pg.ClientConfig {
  const pidFile = readFileSync(join(dataFolder, "postgres/postmaster.pid"), "utf8");
  // Lines: process, folder, start time, port, folder of the socket.
  const [, , , port, host = ""] = pidFile.split("\n");
  return { host, port: Number(port), user: "paravent", database: "paravent" };
}

/**
 * Every file of the data folder as it is on disk, PostgreSQL's tables and write-ahead log included. Left out is
 * `simulator/`: the journal of the simulated network, which knows phones and texts as a real network does.
 */
export function fileOutputs(dataFolder: string): readonly Output[] {
  const root = realpathSync(dataFolder);
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !relative(root, path).startsWith("simulator/"))
    .map((path) => ({ name: `file ${relative(root, path)}`, bytes: readFileSync(path) }));
}
