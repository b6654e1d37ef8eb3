import type { Room } from "../duties.ts";

const duties = ["dispatcher"] as const;

export const room: Room = {
  menu: [{ path: "/imports", title: "desk.imports", icon: "file", duties, order: 30 }],
  pages: [
    { path: "/imports", duties, load: () => import("./ImportsPage.tsx") },
    { path: "/imports/new", duties, load: () => import("./NewImportPage.tsx") },
  ],
  home: { imports_with_errors: "/imports" },
};
