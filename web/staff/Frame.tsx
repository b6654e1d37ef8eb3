import { type ReactNode, Suspense, useEffect, useSyncExternalStore } from "react";
import { Link, Route, Switch, useLocation } from "wouter";
import { Boundary } from "../shared/Boundary.tsx";
import { Button } from "../shared/Button.tsx";
import { Icon, type IconName } from "../shared/icons.tsx";
import { PageHeader } from "../shared/PageHeader.tsx";
import { Empty, Loading } from "../shared/States.tsx";
import { DayPage } from "./day/DayPage.tsx";
import { useForgetting } from "./forgetting.ts";
import { isNewVersionThere, onNewVersion, takeNewVersion } from "./install-worker.ts";
import { CasePage, fetchPages, LessonPage, MePage, MissionPage, ReadingPage, ReportsPage, TextPage } from "./pages.ts";
import { useToRead } from "./reading/to-read.ts";
import type { Me } from "./wire.ts";
import { type StaffKey, useWords } from "./words.ts";

/** The frame of the app: the page one is on, and four ways to go at the bottom, where a thumb is. */
export function Frame({ me }: { readonly me: Me }) {
  const { t } = useWords();
  const [path] = useLocation();
  useForgetting();
  useEffect(fetchPages, []);
  return (
    <div className="staff">
      <a className="skip visually-hidden" href="#main">
        {t("face.skip")}
      </a>
      <NewVersion />
      <main id="main" className="staff-main">
        {me.standing !== "active" && <p className="notice">{t("staff.standing", { standing: me.standing })}</p>}
        <Boundary key={path}>
          <Suspense fallback={<Loading rows={4} />}>
            <Switch>
              <Route path="/">
                <DayPage />
              </Route>
              <Route path="/missions/:id">{({ id }) => <MissionPage id={id} />}</Route>
              <Route path="/reading">
                <ReadingPage />
              </Route>
              <Route path="/reading/lessons/:id">{({ id }) => <LessonPage id={id} />}</Route>
              <Route path="/reading/charter/:version">
                {({ version }) => <TextPage kind="charter" version={version} />}
              </Route>
              <Route path="/reading/notices/:version">
                {({ version }) => <TextPage kind="notice" version={version} />}
              </Route>
              <Route path="/reports">
                <ReportsPage />
              </Route>
              <Route path="/me">
                <MePage me={me} />
              </Route>
              <Route path="/me/cases/:id">{({ id }) => <CasePage id={id} />}</Route>
              <Route>
                <Nowhere />
              </Route>
            </Switch>
          </Suspense>
        </Boundary>
      </main>
      <Ways path={path} />
    </div>
  );
}

function NewVersion() {
  const { t } = useWords();
  if (!useSyncExternalStore(onNewVersion, isNewVersionThere)) return null;
  return (
    <div className="notice problem new-version" role="status">
      <p>{t("staff.new-version")}</p>
      <Button onClick={takeNewVersion}>{t("staff.new-version.take")}</Button>
    </div>
  );
}

const WAYS = [
  { path: "/", title: "staff.day.way", icon: "list" },
  { path: "/reading", title: "staff.reading", icon: "book" },
  { path: "/reports", title: "staff.reports", icon: "flag" },
  { path: "/me", title: "staff.me", icon: "people" },
] as const satisfies readonly { readonly path: string; readonly title: StaffKey; readonly icon: IconName }[];

function Ways({ path }: { readonly path: string }) {
  const { t } = useWords();
  const toRead = useToRead();
  const isHere = (to: string): boolean =>
    to === "/" ? path === "/" || path.startsWith("/missions/") : path.startsWith(to);
  return (
    <nav className="ways" aria-label={t("staff.ways")}>
      {WAYS.map(({ path: to, title, icon }) => (
        <Link key={to} href={to} aria-current={isHere(to) ? "page" : undefined}>
          <span className="way-icon">
            <Icon name={icon} size={24} />
            {to === "/reading" && toRead > 0 && <Count>{toRead}</Count>}
          </span>
          {t(title)}
          {to === "/reading" && toRead > 0 && (
            <span className="visually-hidden"> {t("staff.reading.open", { count: toRead })}</span>
          )}
        </Link>
      ))}
    </nav>
  );
}

function Count({ children }: { readonly children: ReactNode }) {
  return (
    <span className="count" aria-hidden="true">
      {children}
    </span>
  );
}

function Nowhere() {
  const { t } = useWords();
  return (
    <div className="stack wide">
      <PageHeader title={t("staff.nowhere")} />
      <Empty
        title={t("staff.nowhere.title")}
        action={
          <Link href="/" className="button">
            {t("staff.nowhere.day")}
          </Link>
        }
      />
    </div>
  );
}
