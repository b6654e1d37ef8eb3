import type { StaffId } from "../../base/ids.ts";
import { append } from "../../ledger/index.ts";
import type { Query, Tx } from "../../store/index.ts";
import { TENANT } from "../../store/index.ts";
import type { LessonId } from "./lessons.ts";
import type { LessonDoneRow } from "./sql.ts";
import * as sql from "./sql.ts";
import type { LessonDone } from "./wire.ts";

/** Somebody has been through a lesson. The first time counts; nothing is kept of how. */
export async function finishLesson(tx: Tx, staff: StaffId, lesson: LessonId): Promise<LessonDone> {
  await tx.query(sql.LOCK_LESSON, [tx.tenant, staff]);
  await tx.readClock();
  const before = (await lessonsOf(tx, staff)).find((one) => one.lesson === lesson);
  if (before !== undefined) return before;
  const [leaf] = await append(tx, [{ event: "charter.finish-lesson", staff, lesson }]);
  await tx.query(sql.INSERT_LESSON_DONE, [tx.tenant, staff, lesson, tx.now, leaf?.entryId]);
  const done = (await lessonsOf(tx, staff)).find((one) => one.lesson === lesson);
  if (done === undefined) throw new Error("could not read the lesson that was recorded");
  return done;
}

export async function lessonsOf(run: Query, staff: StaffId): Promise<readonly LessonDone[]> {
  return (await run.query<LessonDoneRow>(sql.SELECT_LESSONS_OF, [TENANT, staff])).map(answer);
}

/** Who has been through what, in the order in which it was recorded; `next` goes on after the last one. */
export async function lessonsDone(
  run: Query,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<{ readonly items: readonly LessonDone[]; readonly next: string | null }> {
  const rows = await run.query<LessonDoneRow>(sql.SELECT_LESSONS_DONE, [TENANT, after, limit]);
  const last = rows.length < limit ? undefined : rows.at(-1);
  return { items: rows.map(answer), next: last === undefined ? null : String(last.entry_id) };
}

function answer({ reference: staff, lesson, done_at: at }: LessonDoneRow): LessonDone {
  return { staff, lesson, doneAt: at.toISOString() };
}
