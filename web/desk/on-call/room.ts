import type { Room } from "../duties.ts";

const duties = ["admin"] as const;

export const room: Room = {
  menu: [{ path: "/on-call", title: "desk.on-call", icon: "bell", duties, order: 50 }],
  pages: [{ path: "/on-call", duties, load: () => import("./OnCallPage.tsx") }],
};
