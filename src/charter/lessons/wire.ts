import { z } from "zod";
import { pageQuery } from "../charters/wire.ts";
import { LESSONS } from "./lessons.ts";

export const lessonParam = z.strictObject({ id: z.string().max(40) });

/** To whoever learns: the lesson and whether they have done it. There is no score, and nothing to compute one from. */
export const lessonList = z
  .strictObject({
    items: z.array(
      z.strictObject({
        id: z.enum(LESSONS),
        title: z.string(),
        case: z.string(),
        why: z.string(),
        do: z.string(),
        isDone: z.boolean().nullable().meta({ description: "null: not asked by a staff member" }),
        doneAt: z.string().meta({ format: "date-time" }).nullable(),
      }),
    ),
    next: z.null(),
  })
  .meta({ id: "LessonList" });

export const lessonDone = z
  .strictObject({
    staff: z.string(),
    lesson: z.enum(LESSONS),
    doneAt: z.string().meta({ format: "date-time" }),
  })
  .meta({ id: "LessonDone" });
export type LessonDone = z.output<typeof lessonDone>;

export const lessonsDoneQuery = z.strictObject(pageQuery);
export const lessonsDoneList = z
  .strictObject({ items: z.array(lessonDone), next: z.string().nullable() })
  .meta({ id: "LessonDoneList" });
