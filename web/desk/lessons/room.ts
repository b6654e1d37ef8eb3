import type { Room } from "../duties.ts";

const duties = ["dpo", "admin"] as const;

export const room: Room = {
  menu: [{ path: "/lessons-done", title: "desk.lessons", icon: "file", duties, order: 66 }],
  pages: [{ path: "/lessons-done", duties, load: () => import("./LessonsPage.tsx") }],
};
