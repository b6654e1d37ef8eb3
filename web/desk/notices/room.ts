import type { Room } from "../duties.ts";

const duties = ["admin", "dpo"] as const;

export const room: Room = {
  menu: [{ path: "/notices", title: "desk.notices", icon: "bubble", duties, order: 64 }],
  pages: [
    { path: "/notices", duties, load: () => import("./NoticesPage.tsx") },
    { path: "/notices/new", duties, load: () => import("./NewNoticePage.tsx") },
    { path: "/notices/:version", duties, load: () => import("./NoticePage.tsx") },
  ],
};
