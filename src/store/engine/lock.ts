import { spawnSync } from "node:child_process";
import { closeSync, constants, ftruncateSync, openSync, readFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { EngineRefused } from "./refusals.ts";

export type FolderLock = { readonly isHeld: true; release(): void };
export type LockedElsewhere = { readonly isHeld: false; readonly byPid: number | undefined };

/**
 * Takes a folder for this process alone, until `release` or the end of the process, however it ends.
 *
 * The lock is the kernel's (`flock` on the file `lock`): nothing stale can stay behind, and it holds between
 * containers that share the folder. Node has no call for it, so the `flock` command locks a descriptor that both
 * share; the lock stays with ours when the command is gone. `waitSeconds` leaves time to a process that is stopping.
 */
export function lockFolder(folder: string, waitSeconds: number): FolderLock | LockedElsewhere {
  const file = join(folder, "lock");
  const descriptor = openSync(file, constants.O_RDWR | constants.O_CREAT, 0o600);
  const flock = spawnSync("flock", ["--exclusive", "--wait", String(waitSeconds), "3"], {
    stdio: ["ignore", "ignore", "ignore", descriptor],
  });
  if (flock.status === 0) {
    ftruncateSync(descriptor);
    writeSync(descriptor, `${process.pid}\n`, 0);
    return { isHeld: true, release: () => closeSync(descriptor) };
  }
  closeSync(descriptor);
  if (flock.error !== undefined) {
    throw new EngineRefused({
      code: "no_postgres",
      detail: "the data folder cannot be locked: install util-linux, which has the command flock, or set DATABASE_URL",
    });
  }
  const pid = Number.parseInt(readFileSync(file, "utf8"), 10);
  return { isHeld: false, byPid: Number.isNaN(pid) ? undefined : pid };
}
