import type { Room } from "../duties.ts";

const duties = ["auditor"] as const;

export const room: Room = {
  menu: [
    { path: "/ledger", title: "desk.ledger", icon: "shield", duties, order: 10 },
    { path: "/ledger-entries", title: "desk.ledger.entries", icon: "list", duties, order: 12 },
    { path: "/attempts", title: "desk.attempts", icon: "bubble", duties, order: 14 },
  ],
  pages: [
    { path: "/ledger", duties, load: () => import("./LedgerPage.tsx") },
    { path: "/ledger-entries", duties, load: () => import("./EntriesPage.tsx") },
    { path: "/attempts", duties, load: () => import("./AttemptsPage.tsx") },
    { path: "/attempts/:id", duties, load: () => import("./AttemptPage.tsx") },
  ],
  home: {
    logs_refused: "/ledger",
    logs_not_witnessed: "/ledger",
    logs_not_stamped: "/ledger",
    ledger_entries_waiting: "/ledger",
  },
};
