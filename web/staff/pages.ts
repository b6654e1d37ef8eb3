import { lazy } from "react";

/** All but the day: the first screen does not wait for them. */
const load = {
  mission: () => import("./mission/MissionPage.tsx"),
  reading: () => import("./reading/ReadingPage.tsx"),
  lesson: () => import("./reading/LessonPage.tsx"),
  text: () => import("./reading/TextPage.tsx"),
  reports: () => import("./reports/ReportsPage.tsx"),
  me: () => import("./me/MePage.tsx"),
  case: () => import("./cases/CasePage.tsx"),
  companion: () => import("./cases/CompanionPage.tsx"),
} as const;

export const MissionPage = lazy(async () => ({ default: (await load.mission()).MissionPage }));
export const ReadingPage = lazy(async () => ({ default: (await load.reading()).ReadingPage }));
export const LessonPage = lazy(async () => ({ default: (await load.lesson()).LessonPage }));
export const TextPage = lazy(async () => ({ default: (await load.text()).TextPage }));
export const ReportsPage = lazy(async () => ({ default: (await load.reports()).ReportsPage }));
export const MePage = lazy(async () => ({ default: (await load.me()).MePage }));
export const CasePage = lazy(async () => ({ default: (await load.case()).CasePage }));
export const CompanionPage = lazy(async () => ({ default: (await load.companion()).CompanionPage }));

/** ms. After what the first screen asks for. */
const SOON_MS = 1_500;

/** The others, soon after the first: where the line breaks down they are there, and of the same version. */
export function fetchPages(): () => void {
  const { companion: _others, ...own } = load;
  const timer = setTimeout(() => {
    // One that does not come now is asked for when it is opened.
    for (const page of Object.values(own)) page().catch(() => undefined);
  }, SOON_MS);
  return () => clearTimeout(timer);
}
