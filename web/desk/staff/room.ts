import type { Room } from "../duties.ts";

const duties = ["dispatcher", "admin"] as const;

export const room: Room = {
  menu: [{ path: "/staff", title: "desk.staff", icon: "people", duties, order: 50 }],
  pages: [
    { path: "/staff", duties, load: () => import("./StaffPage.tsx") },
    { path: "/staff/put", duties, load: () => import("./PutStaffPage.tsx") },
  ],
  home: { staff_without_acknowledgement: "/staff" },
};
