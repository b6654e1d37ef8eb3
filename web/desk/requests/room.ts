import type { Room } from "../duties.ts";

const duties = ["rights_officer"] as const;

export const room: Room = {
  menu: [{ path: "/requests", title: "desk.requests", icon: "scale", duties, order: 10 }],
  pages: [
    { path: "/requests", duties, load: () => import("./RequestsPage.tsx") },
    { path: "/requests/new", duties, load: () => import("./NewRequestPage.tsx") },
  ],
  home: {
    requests_overdue: "/requests",
    requests_due_soon: "/requests",
    requests_open: "/requests",
    requests_unassigned: "/requests?handler=none",
  },
};
