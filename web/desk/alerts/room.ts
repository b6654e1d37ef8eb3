import type { Room } from "../duties.ts";

const duties = ["dpo"] as const;

export const room: Room = {
  menu: [{ path: "/readings-beyond-need", title: "desk.beyond", icon: "eye", duties, order: 10 }],
  pages: [{ path: "/readings-beyond-need", duties, load: () => import("./BeyondPage.tsx") }],
};
