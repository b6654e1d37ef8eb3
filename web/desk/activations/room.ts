import type { Room } from "../duties.ts";

const duties = ["dpo", "auditor", "admin"] as const;

export const room: Room = {
  menu: [{ path: "/activations", title: "desk.activations", icon: "shield", duties, order: 30 }],
  pages: [
    { path: "/activations", duties, load: () => import("./ActivationsPage.tsx") },
    { path: "/activations/new", duties: ["dpo"], load: () => import("./NewActivationPage.tsx") },
  ],
  home: { modules_on: "/activations" },
};
