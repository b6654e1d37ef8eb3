import type { Duty, Room } from "../duties.ts";

const WATCHERS: readonly Duty[] = ["handler", "dpo"];

export const room: Room = {
  menu: [{ path: "/alerts", title: "desk.alerts", icon: "bell", duties: WATCHERS, order: 40 }],
  pages: [{ path: "/alerts", duties: WATCHERS, load: () => import("./AlertsPage.tsx") }],
  home: { alerts_unseen: "/alerts" },
};
