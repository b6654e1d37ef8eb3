import type { KeyId } from "../base/ids.ts";
import type { Query } from "../store/index.ts";
import { TENANT } from "../store/index.ts";
import type { ListedKeyRow } from "./sql.ts";
import { SELECT_ALL_MACHINE_KEYS } from "./sql.ts";

export type ListedKey = {
  readonly keyId: KeyId;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly createdAt: Date;
  readonly revokedAt: Date | null;
};

/** Every machine key there ever was, oldest first. Nothing of a secret. */
export async function listMachineKeys(run: Query): Promise<readonly ListedKey[]> {
  const rows = await run.query<ListedKeyRow>(SELECT_ALL_MACHINE_KEYS, [TENANT]);
  return rows.map(({ key_id, name, scopes, created_at, revoked_at }) => ({
    keyId: key_id,
    name,
    scopes,
    createdAt: created_at,
    revokedAt: revoked_at,
  }));
}
