import { useQueryClient } from "@tanstack/react-query";
import { type ComponentType, lazy, Suspense, useMemo, useState } from "react";
import { Link, Route, Switch, useLocation } from "wouter";
import { problemIn, useApi } from "../shared/api.ts";
import { Boundary } from "../shared/Boundary.tsx";
import { Button } from "../shared/Button.tsx";
import { Icon } from "../shared/icons.tsx";
import mark from "../shared/mark.svg";
import { PageHeader } from "../shared/PageHeader.tsx";
import { Preferences } from "../shared/Preferences.tsx";
import { Empty, Loading } from "../shared/States.tsx";
import { useToast } from "../shared/Toasts.tsx";
import { problemText } from "../shared/words.tsx";
import type { DeskSession, Room } from "./duties.ts";
import { menuOf, pagesOf } from "./rooms.ts";
import { useWords } from "./words.ts";

/** The frame of the desk: where one may go by one's duty, and the page one is on. */
export function Shell({ session }: { readonly session: DeskSession }) {
  const { t } = useWords();
  const [path] = useLocation();
  // Open where it was opened: a page that follows is seen, not the menu that led to it.
  const [openAt, setOpenAt] = useState<string>();
  const isMenuOpen = openAt === path;
  return (
    <div className="desk">
      <a className="skip visually-hidden" href="#main">
        {t("face.skip")}
      </a>
      <header className="desk-top no-print">
        <Link href="/" className="brand">
          <img src={mark} alt="" width="28" height="28" />
          Paravent
        </Link>
        <Button
          className="menu-button"
          aria-expanded={isMenuOpen}
          onClick={() => setOpenAt(isMenuOpen ? undefined : path)}
        >
          <Icon name="list" />
          {t("desk.menu")}
        </Button>
      </header>
      <div className={isMenuOpen ? "desk-side open no-print" : "desk-side no-print"}>
        <Menu session={session} path={path} />
        <Account session={session} />
      </div>
      <main id="main" className="desk-main">
        <Boundary key={path}>
          <Suspense fallback={<Loading rows={6} />}>
            <Pages session={session} />
          </Suspense>
        </Boundary>
      </main>
    </div>
  );
}

function Menu({ session, path }: { readonly session: DeskSession; readonly path: string }) {
  const { t } = useWords();
  return (
    <nav aria-label={t("desk.menu")}>
      <ul className="desk-menu">
        {menuOf(session.duty).map(({ path: to, title, icon }) => {
          const isHere = to === "/" ? path === "/" : path === to || path.startsWith(`${to}/`);
          return (
            <li key={to}>
              <Link href={to} aria-current={isHere ? "page" : undefined}>
                <Icon name={icon} />
                {t(title)}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}

function Account({ session }: { readonly session: DeskSession }) {
  const words = useWords();
  const { t } = words;
  const api = useApi();
  const queries = useQueryClient();
  const toast = useToast();
  const signOut = async (): Promise<void> => {
    try {
      await api.send("POST", "/v1/sign-out", undefined, { maySignIn: false });
    } catch (error) {
      const problem = problemIn(error);
      // Signed out already is signed out.
      if (problem.status !== 401) return toast(problemText(words, problem));
    }
    queries.clear();
    location.replace("/desk");
  };
  return (
    <div className="desk-account stack">
      <p className="small">
        <b>{t(`desk.duty.${session.duty}`)}</b>
        <br />
        <span className="soft">{session.personReference}</span>
      </p>
      <Preferences />
      <Button look="quiet" onClick={() => void signOut()}>
        {t("desk.sign-out")}
      </Button>
    </div>
  );
}

/** A component made once: made anew at each turn, it would forget what was typed in it. */
const made = new Map<Room["pages"][number]["load"], ComponentType>();
function pageOf(load: Room["pages"][number]["load"]): ComponentType {
  const known = made.get(load) ?? lazy(load);
  made.set(load, known);
  return known;
}

function Pages({ session }: { readonly session: DeskSession }) {
  const pages = useMemo(() => pagesOf(session.duty), [session.duty]);
  return (
    <Switch>
      {pages.map(({ path, load }) => (
        <Route key={path} path={path} component={pageOf(load)} />
      ))}
      <Route component={Nowhere} />
    </Switch>
  );
}

function Nowhere() {
  const { t } = useWords();
  return (
    <div className="stack wide">
      <PageHeader title={t("desk.nowhere")} />
      <Empty
        title={t("desk.nowhere.title")}
        action={
          <Link href="/" className="button">
            {t("desk.nowhere.home")}
          </Link>
        }
      >
        {t("desk.nowhere.text")}
      </Empty>
    </div>
  );
}
