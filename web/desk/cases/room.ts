import type { Duty, Room } from "../duties.ts";

const READERS: readonly Duty[] = ["handler", "approver", "rights_officer", "dpo"];

export const room: Room = {
  menu: [{ path: "/cases", title: "desk.cases", icon: "scale", duties: READERS, order: 20 }],
  pages: [
    { path: "/cases", duties: READERS, load: () => import("./CasesPage.tsx") },
    { path: "/cases/new", duties: ["rights_officer"], load: () => import("./RequestPage.tsx") },
    { path: "/cases/:id", duties: READERS, load: () => import("./CasePage.tsx") },
    { path: "/cases/:id/print", duties: READERS, load: () => import("./PrintPage.tsx") },
  ],
  home: {
    my_cases: "/cases?handler=me",
    my_cases_overdue: "/cases?handler=me",
    cases_unassigned: "/cases?handler=none",
    cases_overdue: "/cases",
  },
};
