import type { AddCheckpoint, Checkpoint, NoteVerifier } from "../ledger/index.ts";
import { EMPTY_ROOT, openNote, parseCheckpoint, splitNote, verifyConsistency } from "../ledger/index.ts";

/** What a witness makes of a checkpoint; `status` is that of the HTTP answer. */
export type Judgement =
  | {
      readonly status: 200;
      readonly checkpoint: Checkpoint;
      /** The text that is cosigned, and below it the log's own signature lines, those of keys we trust. */
      readonly text: string;
      readonly logLines: readonly string[];
    }
  /** The log is at another size than it thinks: `size` is ours. */
  | { readonly status: 409; readonly size: number }
  /** The log signed what does not go together with what was cosigned, or the proof is none. */
  | { readonly status: 422; readonly why: string; readonly origin: string }
  | { readonly status: 400 | 403 | 404; readonly why: string };

/**
 * Judges a checkpoint against the latest one that was cosigned for its log. `trusted`: keys of logs, by whose name the
 * origin is known. Pure: whoever persists MUST do so before anything else is judged for this log.
 *
 * Source: C2SP tlog-witness v1.0.0, add-checkpoint: its statuses, in its order.
 */
export function judge(
  { oldSize, proof, note }: AddCheckpoint,
  trusted: readonly NoteVerifier[],
  latestOf: (origin: string) => Checkpoint | undefined,
): Judgement {
  const split = splitNote(note);
  const checkpoint = split && parseCheckpoint(split.text);
  if (checkpoint === undefined) return { status: 400, why: "the checkpoint is none" };
  const keys = trusted.filter(({ name }) => name === checkpoint.origin);
  if (keys.length === 0) return { status: 404, why: "no log of this origin is known here" };
  const opened = openNote(note, keys);
  if (!opened.ok) return { status: 403, why: "no signature of a key known for this origin verifies" };
  if (oldSize > checkpoint.size) return { status: 400, why: "the old size is above that of the checkpoint" };
  const latest = latestOf(checkpoint.origin);
  if (oldSize !== (latest?.size ?? 0)) return { status: 409, size: latest?.size ?? 0 };
  const why = whyInconsistent(checkpoint, latest, proof);
  if (why !== undefined) return { status: 422, why, origin: checkpoint.origin };
  const logLines = opened.verified.map(({ line }) => line);
  return { status: 200, checkpoint, text: opened.text, logLines };
}

function whyInconsistent(
  { size, root }: Checkpoint,
  latest: Checkpoint | undefined,
  proof: readonly Buffer[],
): string | undefined {
  const hash = Buffer.from(root, "base64");
  if (size === 0 && !hash.equals(EMPTY_ROOT)) return "an empty tree has another root";
  if (latest === undefined || latest.size === 0) {
    return proof.length === 0 ? undefined : "a tree that follows an empty one needs no proof";
  }
  const isConsistent = verifyConsistency(latest.size, Buffer.from(latest.root, "base64"), size, hash, proof);
  return isConsistent ? undefined : "this tree does not begin with the one that was cosigned before";
}
