import { DUTIES, type Room } from "../duties.ts";

export const room: Room = {
  menu: [
    { path: "/charter", title: "desk.charter", icon: "book", duties: ["admin", "dpo"], order: 60 },
    { path: "/acknowledgements", title: "desk.acknowledged", icon: "check", duties: ["admin", "dpo"], order: 62 },
  ],
  pages: [
    { path: "/charter", duties: DUTIES, load: () => import("./CharterPage.tsx") },
    { path: "/charter/new", duties: ["admin", "dpo"], load: () => import("./NewCharterPage.tsx") },
    { path: "/charter/compare", duties: DUTIES, load: () => import("./ComparePage.tsx") },
    { path: "/charter/:version", duties: DUTIES, load: () => import("./VersionPage.tsx") },
    { path: "/acknowledgements", duties: ["admin", "dpo"], load: () => import("./AcknowledgementsPage.tsx") },
  ],
};
