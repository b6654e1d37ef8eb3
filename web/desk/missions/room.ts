import type { Room } from "../duties.ts";

const duties = ["dispatcher"] as const;

export const room: Room = {
  menu: [
    { path: "/missions", title: "desk.missions", icon: "list", duties, order: 20 },
    { path: "/missions-of-day", title: "desk.missions.day", icon: "clock", duties, order: 10 },
  ],
  pages: [
    { path: "/missions", duties, load: () => import("./MissionsPage.tsx") },
    { path: "/missions-of-day", duties, load: () => import("./DayPage.tsx") },
    { path: "/missions/new", duties, load: () => import("./NewMissionPage.tsx") },
    { path: "/missions/:id", duties, load: () => import("./MissionPage.tsx") },
    { path: "/missions/:id/slip", duties, load: () => import("./SlipPage.tsx") },
  ],
  home: {
    missions_today: "/missions-of-day",
    missions_without_number: "/missions-of-day",
    missions_with_shared_number: "/missions-of-day",
  },
};
