import type { Room } from "../duties.ts";

const duties = ["admin"] as const;

export const room: Room = {
  menu: [{ path: "/machine-keys", title: "desk.keys", icon: "door", duties, order: 40 }],
  pages: [
    { path: "/machine-keys", duties, load: () => import("./KeysPage.tsx") },
    { path: "/machine-keys/new", duties, load: () => import("./NewKeyPage.tsx") },
  ],
};
