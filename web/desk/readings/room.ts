import type { Room } from "../duties.ts";

export const room: Room = {
  menu: [{ path: "/readings", title: "desk.readings", icon: "eye", duties: ["handler"], order: 50 }],
  pages: [{ path: "/readings", duties: ["handler"], load: () => import("./ReadingsPage.tsx") }],
  home: { readings_waiting: "/readings" },
};
