import { DUTIES, type Room } from "../duties.ts";

export const room: Room = {
  menu: [{ path: "/sessions", title: "desk.sessions", icon: "phone", duties: DUTIES, order: 900 }],
  pages: [{ path: "/sessions", duties: DUTIES, load: () => import("./SessionsPage.tsx") }],
};
