import { parseId } from "../base/ids.ts";
import type { MachineScope } from "../people/index.ts";
import { createMachineKey, listMachineKeys, MACHINE_SCOPES, revokeMachineKey } from "../people/index.ts";
import type { Outcome } from "./command.ts";
import { done, refused } from "./command.ts";
import { withStore } from "./open-store.ts";
import type { Settings } from "./settings.ts";

/** What the table takes. */
const MAX_NAME_CHARACTERS = 100;

export async function createMachineKeyNamed(
  [name = "", ...asked]: readonly string[],
  settings: Settings,
): Promise<Outcome | undefined> {
  if (name === "" || name.length > MAX_NAME_CHARACTERS || asked.length === 0) return undefined;
  const unknown = asked.filter((scope) => !isScope(scope));
  if (unknown.length > 0) return refused(`no scope: ${unknown.join(", ")}; there are ${MACHINE_SCOPES.join(", ")}`);
  return withStore(settings, async (store) => {
    const scopes = asked.filter(isScope);
    const { keyId, secret } = await store.transaction((tx) => createMachineKey(tx, { name, scopes }));
    return done(
      `id      ${keyId}`,
      `scopes  ${scopes.join(" ")}`,
      `secret  ${secret}`,
      "The secret is shown once and kept nowhere.",
    );
  });
}

function isScope(text: string): text is MachineScope {
  return MACHINE_SCOPES.some((scope) => scope === text);
}

export async function listKeysOfMachines(args: readonly string[], settings: Settings): Promise<Outcome | undefined> {
  if (args.length > 0) return undefined;
  return withStore(settings, async (store) => {
    const keys = await listMachineKeys(store);
    if (keys.length === 0) return done("There is no machine key.");
    return done(
      ...keys.map(({ keyId, name, scopes, createdAt, revokedAt }) => {
        const state = revokedAt === null ? "in force" : `revoked ${revokedAt.toISOString()}`;
        return `${keyId}  ${createdAt.toISOString()}  ${state}  ${JSON.stringify(name)}  ${scopes.join(" ")}`;
      }),
    );
  });
}

export async function revokeKeyOfMachine(
  [id = "", ...more]: readonly string[],
  settings: Settings,
): Promise<Outcome | undefined> {
  const keyId = parseId("key", id);
  if (keyId === undefined || more.length > 0) return undefined;
  return withStore(settings, async (store) => {
    const isRevoked = await store.transaction((tx) => revokeMachineKey(tx, keyId));
    return isRevoked ? done(`${keyId} opens nothing any more.`) : refused(`${keyId} is no key in force`);
  });
}
