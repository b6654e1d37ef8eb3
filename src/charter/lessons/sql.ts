import type { StaffId } from "../../base/ids.ts";
import type { Statement } from "../../store/index.ts";
import type { LessonId } from "./lessons.ts";

/** Two clicks of one staff member meet here. */
export const LOCK_LESSON: Statement = {
  name: "charter.lock-lesson",
  text: "select pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('charter.lesson_done ' || $2, $1::int))",
};

export const INSERT_LESSON_DONE: Statement = {
  name: "charter.insert-lesson-done",
  text: `insert into charter.lesson_done (tenant_id, staff_id, lesson, done_at, entry_id) values ($1, $2, $3, $4, $5)`,
};

const DONE = `done.staff_id, done.lesson, done.done_at, done.entry_id,
    (select member.reference from people.staff member
      where member.tenant_id = done.tenant_id and member.staff_id = done.staff_id) as reference
    from charter.lesson_done done`;

export const SELECT_LESSONS_OF: Statement = {
  name: "charter.lessons-of",
  text: `select ${DONE} where done.tenant_id = $1 and done.staff_id = $2 order by done.entry_id`,
};

export const SELECT_LESSONS_DONE: Statement = {
  name: "charter.lessons-done",
  text: `select ${DONE} where done.tenant_id = $1 and done.entry_id > $2 order by done.entry_id limit $3`,
};
export type LessonDoneRow = {
  readonly staff_id: StaffId;
  readonly reference: string;
  readonly lesson: LessonId;
  readonly done_at: Date;
  readonly entry_id: number;
};
