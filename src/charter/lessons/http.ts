import type { Route } from "../../base/route.ts";
import { route, staffOf } from "../../base/route.ts";
import type { Store } from "../../store/index.ts";
import { READ, READ_BY_STAFF, selfOf } from "../charters/http.ts";
import { finishLesson, lessonsDone, lessonsOf } from "./finish-lesson.ts";
import { LESSONS, lessonIn, parseLesson } from "./lessons.ts";
import { lessonDone, lessonList, lessonParam, lessonsDoneList, lessonsDoneQuery } from "./wire.ts";

export function lessonRoutes(store: Store): readonly Route[] {
  return [
    route({
      id: "charter.list-lessons",
      method: "GET",
      path: "/v1/lessons",
      audience: READ_BY_STAFF,
      summary: "Short lessons from real cases; to a staff member, with what they have done",
      answers: { 200: lessonList },
      async act({ language }, caller) {
        const self = selfOf(caller);
        const done = self === undefined ? [] : await lessonsOf(store, self);
        const items = LESSONS.map((id) => {
          const doneAt = done.find(({ lesson }) => lesson === id)?.doneAt ?? null;
          return { ...lessonIn(language, id), isDone: self === undefined ? null : doneAt !== null, doneAt };
        });
        return { status: 200, body: { items, next: null } };
      },
    }),
    route({
      id: "charter.finish-lesson",
      method: "POST",
      path: "/v1/lessons/:id/done",
      audience: { staff: true },
      summary: "Says that one has been through a lesson; there is no score",
      params: lessonParam,
      answers: { 200: lessonDone },
      async act({ params }, caller) {
        const lesson = parseLesson(params.id);
        if (lesson === undefined) return { status: 404, problem: "lesson_unknown" };
        const { staff } = staffOf(caller);
        return { status: 200, body: await store.transaction((tx) => finishLesson(tx, staff, lesson)) };
      },
    }),
    route({
      id: "charter.list-lessons-done",
      method: "GET",
      path: "/v1/lessons-done",
      audience: READ,
      summary: "Who has been through which lesson: done, and nothing else",
      query: lessonsDoneQuery,
      answers: { 200: lessonsDoneList },
      async act({ query: { limit, after } }) {
        return { status: 200, body: await lessonsDone(store, { limit, after: Number(after ?? 0) }) };
      },
    }),
  ];
}
