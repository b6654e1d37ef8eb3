import type { Room } from "../duties.ts";

const duties = ["dispatcher"] as const;

export const room: Room = {
  menu: [{ path: "/numbers", title: "desk.numbers", icon: "call", duties, order: 40 }],
  pages: [{ path: "/numbers", duties, load: () => import("./NumbersPage.tsx") }],
};
