import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";

/** Whom the database server runs as. */
export type Account = { readonly uid: number; readonly gid: number; readonly name: string };

/**
 * PostgreSQL refuses to run as root: root hands it to whoever owns the data already, else to `postgres`, else to
 * `nobody`. Anyone else runs it as themselves.
 */
export function serverAccount(pgdata: string): Account {
  const uid = process.getuid?.() ?? 0;
  if (uid !== 0) return { uid, gid: process.getgid?.() ?? uid, name: "this user" };
  const owner = existsSync(pgdata) ? statSync(pgdata) : undefined;
  const accounts = readFileSync("/etc/passwd", "utf8").split("\n").map(parseAccount);
  if (owner !== undefined && owner.uid !== 0) {
    const name = accounts.find((account) => account.uid === owner.uid)?.name ?? String(owner.uid);
    return { uid: owner.uid, gid: owner.gid, name };
  }
  const found = accounts.find(({ name }) => name === "postgres") ?? accounts.find(({ name }) => name === "nobody");
  return found ?? { uid: 65_534, gid: 65_534, name: "nobody" };
}

function parseAccount(line: string): Account {
  const [name = "", , uid, gid] = line.split(":");
  return { name, uid: Number(uid), gid: Number(gid) };
}

/** Options to run a program of the server: no rights, no secrets of ours in its environment, messages in English. */
export function asAccount(account: Account) {
  const isSelf = account.uid === process.getuid?.();
  return {
    cwd: "/",
    env: { PATH: process.env["PATH"], LC_ALL: "C", TZ: "UTC" },
    ...(isSelf ? {} : { uid: account.uid, gid: account.gid }),
  } as const;
}

export function canEnter(account: Account, folder: string): boolean {
  return spawnSync("/bin/sh", ["-c", 'cd "$1"', "sh", folder], asAccount(account)).status === 0;
}
