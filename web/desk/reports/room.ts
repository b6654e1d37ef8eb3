import type { Duty, Room } from "../duties.ts";

const READERS: readonly Duty[] = ["dispatcher", "handler", "approver", "dpo", "auditor"];

export const room: Room = {
  menu: [{ path: "/reports", title: "desk.reports", icon: "flag", duties: READERS, order: 60 }],
  pages: [{ path: "/reports", duties: READERS, load: () => import("./ReportsPage.tsx") }],
  home: { reports_in_danger: "/reports" },
};
