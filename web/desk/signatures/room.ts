import type { Room } from "../duties.ts";

export const room: Room = {
  menu: [{ path: "/signatures", title: "desk.signatures", icon: "check", duties: ["approver"], order: 10 }],
  pages: [{ path: "/signatures", duties: ["approver"], load: () => import("./SignaturesPage.tsx") }],
  home: { proposals_waiting: "/signatures?kind=proposal", measures_waiting: "/signatures?kind=measure" },
};
