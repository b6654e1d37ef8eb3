import type { Room } from "../duties.ts";

const duties = ["admin", "auditor"] as const;

export const room: Room = {
  menu: [{ path: "/users", title: "desk.users", icon: "people", duties, order: 20 }],
  pages: [
    { path: "/users", duties, load: () => import("./UsersPage.tsx") },
    { path: "/users/invite", duties: ["admin"], load: () => import("./InvitePage.tsx") },
  ],
  home: { accounts_invited: "/users?state=invited", accounts_not_accepted: "/users?state=expired" },
};
