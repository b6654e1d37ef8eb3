import { DUTIES, type Room } from "../duties.ts";

export const room: Room = {
  menu: [{ path: "/", title: "desk.home", icon: "home", duties: DUTIES, order: 0 }],
  pages: [{ path: "/", duties: DUTIES, load: () => import("./HomePage.tsx") }],
};
