import type { Room } from "../duties.ts";

const duties = ["dispatcher", "handler"] as const;

export const room: Room = {
  menu: [{ path: "/reassignments", title: "desk.reassignments", icon: "walk", duties, order: 15 }],
  pages: [{ path: "/reassignments", duties, load: () => import("./ReassignmentsPage.tsx") }],
  home: { reassignments: "/reassignments" },
};
