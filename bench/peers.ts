import { spawnSync } from "node:child_process";
import type { ClientConfig } from "pg";
import pg from "pg";

/** A program of others that this machine lacks. The message says how to install it. */
export class MissingPeer extends Error {}

const PEERS = {
  pgbench: { paths: ["/usr/lib/postgresql/15/bin/pgbench", "pgbench"], from: "apt-get install postgresql-15" },
  wrk: { paths: ["wrk"], from: "apt-get install wrk" },
} as const;

/** Where a peer is. Throws `MissingPeer`. */
export function findPeer(name: keyof typeof PEERS): string {
  const { paths, from } = PEERS[name];
  const found = paths.find((path) => spawnSync(path, ["--version"]).error === undefined);
  if (found === undefined) throw new MissingPeer(`${name} is not installed: ${from}`);
  return found;
}

const CLIENTS = 32;
const ROW = '{"event":"attempt","outcome":"queued"}';

/** Makes the table that `pgbenchCommits` writes to: one identity, one small JSON document. */
export async function preparePgbench(connection: ClientConfig): Promise<void> {
  const owner = new pg.Client(connection);
  await owner.connect();
  try {
    await owner.query(`create table if not exists public.bench_row (
      id bigint generated always as identity primary key, payload jsonb not null)`);
  } finally {
    await owner.end();
  }
}

/** Single-row durable commits a second by PostgreSQL's own tool, 32 clients over the same socket. */
export function pgbenchCommits({ host, port, user, database }: ClientConfig, seconds: number): number {
  const flags = {
    "-c": CLIENTS,
    "-j": 2,
    "-M": "prepared",
    "-T": seconds,
    "-f": "-",
    "-h": host,
    "-p": port,
    "-U": user,
  };
  const args = Object.entries(flags).flatMap(([flag, value]) => [flag, String(value)]);
  const input = `insert into public.bench_row (payload) values ('${ROW}');\n`;
  const run = spawnSync(findPeer("pgbench"), ["-n", ...args, String(database)], { input, encoding: "utf8" });
  const rate = /tps = ([\d.]+)/.exec(run.stdout)?.[1];
  if (rate === undefined) throw new Error(`could not read what pgbench says: ${run.stderr}`);
  return Number(rate);
}
