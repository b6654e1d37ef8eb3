import { DUTIES, type Room } from "../duties.ts";

export const room: Room = {
  menu: [
    { path: "/purposes", title: "desk.purposes", icon: "flag", duties: ["admin", "dpo"], order: 70 },
    { path: "/regimes", title: "desk.regimes", icon: "scale", duties: ["admin", "dpo"], order: 72 },
  ],
  pages: [
    { path: "/purposes", duties: DUTIES, load: () => import("./PurposesPage.tsx") },
    { path: "/regimes", duties: DUTIES, load: () => import("./RegimesPage.tsx") },
  ],
};
