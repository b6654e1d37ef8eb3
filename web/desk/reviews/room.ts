import type { Duty, Room } from "../duties.ts";

const SEEN_BY: readonly Duty[] = ["handler", "approver", "dpo"];

export const room: Room = {
  menu: [{ path: "/reviews", title: "desk.reviews", icon: "shield", duties: SEEN_BY, order: 30 }],
  pages: [{ path: "/reviews", duties: SEEN_BY, load: () => import("./ReviewsPage.tsx") }],
  home: { reviews_overdue: "/reviews?state=overdue", reviews_due: "/reviews" },
};
