import type { Reply } from "../base/route.ts";
import type { Query, Statement, Store } from "./store.ts";
import { TENANT } from "./store.ts";

/** How long the same key gives the same answer. Source: SURFACES, first paragraph. */
const KEPT = "24 hours";
/** A request that was cut off leaves its key behind; after this another one may take it over. */
const ABANDONED = "60 seconds";
const IN_PROGRESS = 0;

const TAKE: Statement = {
  name: "store.take-idempotency-key",
  text: `insert into store.idempotency as i (tenant_id, key_hash, body_hash, status, answer, at)
    values ($1, $2, $3, ${IN_PROGRESS}, '', clock_timestamp())
    on conflict (tenant_id, key_hash) do update set body_hash = excluded.body_hash, status = ${IN_PROGRESS}, at = excluded.at
      where i.at < clock_timestamp() - interval '${KEPT}'
        or (i.status = ${IN_PROGRESS} and i.at < clock_timestamp() - interval '${ABANDONED}')
    returning key_hash`,
};
const FIND: Statement = {
  name: "store.find-idempotency-key",
  text: "select body_hash, status, answer from store.idempotency where tenant_id = $1 and key_hash = $2",
};
const KEEP: Statement = {
  name: "store.keep-idempotency-answer",
  text: "update store.idempotency set status = $3, answer = $4 where tenant_id = $1 and key_hash = $2",
};
const FORGET: Statement = {
  name: "store.forget-idempotency-key",
  text: "delete from store.idempotency where tenant_id = $1 and key_hash = $2",
};
const ERASE_OLD: Statement = {
  name: "store.erase-idempotency-keys",
  text: `delete from store.idempotency where tenant_id = $1 and at < clock_timestamp() - interval '${KEPT}'`,
};

export type AnswerBox = {
  readonly seal: (answer: string) => Buffer;
  readonly open: (sealed: Buffer) => string | undefined;
};

/**
 * Runs an act once for a key: the same key and body again give the first answer, another body is refused with
 * `idempotency_key_reused`, a first request still under way with `idempotency_in_progress`. An act that throws
 * leaves the key free.
 *
 * Answers are kept sealed by `box`: what some of them hold opens something, such as a receipt or a mission code. One
 * that does not open any more, since its key is gone, is `idempotency_in_progress` until it is erased.
 */
export async function oncePerKey(
  store: Store,
  keyHash: Buffer,
  bodyHash: Buffer,
  box: AnswerBox,
  act: () => Promise<Reply>,
): Promise<Reply> {
  const taken = await store.query(TAKE, [TENANT, keyHash, bodyHash]);
  if (taken.length === 0) return earlierAnswer(store, keyHash, bodyHash, box);
  try {
    const reply = await act();
    await store.query(KEEP, [TENANT, keyHash, reply.status, box.seal(JSON.stringify(reply)).toString("base64")]);
    return reply;
  } catch (error) {
    await store.query(FORGET, [TENANT, keyHash]);
    throw error;
  }
}

async function earlierAnswer(run: Query, keyHash: Buffer, bodyHash: Buffer, box: AnswerBox): Promise<Reply> {
  const [row] = await run.query<{ body_hash: Buffer; status: number; answer: string }>(FIND, [TENANT, keyHash]);
  if (row !== undefined && !row.body_hash.equals(bodyHash)) return { status: 422, problem: "idempotency_key_reused" };
  if (row === undefined || row.status === IN_PROGRESS) return { status: 409, problem: "idempotency_in_progress" };
  const answer = box.open(Buffer.from(row.answer, "base64"));
  return answer === undefined ? { status: 409, problem: "idempotency_in_progress" } : (JSON.parse(answer) as Reply);
}

export async function eraseOldKeys(store: Store): Promise<void> {
  await store.query(ERASE_OLD, [TENANT]);
}
