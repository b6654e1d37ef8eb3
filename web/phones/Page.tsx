import { type ReactNode, useEffect, useMemo, useState } from "react";
import mark from "../shared/mark.svg";
import { Button } from "../shared/Button.tsx";
import { LANGUAGES, type Language } from "../shared/text.ts";
import { Attempts } from "./Attempts.tsx";
import type { PhoneMission, Role } from "./api.ts";
import { Clock } from "./Clock.tsx";
import { Handset } from "./Handset.tsx";
import { Ledger, type Wanted } from "./Ledger.tsx";
import { type Change, type Connection, type Live, useLive } from "./live.ts";
import { Mission } from "./Mission.tsx";
import { type Side, sidesOf } from "./rules.ts";
import { Story } from "./Story.tsx";
import { pageWords, useWords, WordsContext } from "./words.ts";

type SceneProps = { readonly live: Live; readonly dispatch: (change: Change) => void };

export function Page({ firstLanguage }: { readonly firstLanguage: Language }) {
  const [language, setLanguage] = useState(firstLanguage);
  const words = useMemo(() => pageWords(language), [language]);
  const { live, dispatch, retry } = useLive();
  useEffect(() => {
    document.documentElement.lang = language;
    document.title = words.t("phones.title");
  }, [language, words]);
  return (
    <WordsContext value={words}>
      <a className="skip visually-hidden" href="#phones">
        {words.t("phones.skip")}
      </a>
      <Top live={live} dispatch={dispatch} onLanguage={setLanguage} />
      <main>
        <Lead />
        {live.connection === "lost" && <Lost onRetry={retry} />}
        <Scene live={live} dispatch={dispatch} />
      </main>
      <footer className="soft small">{words.t("phones.fictitious")}</footer>
    </WordsContext>
  );
}

function Top({ live, dispatch, onLanguage }: SceneProps & { readonly onLanguage: (language: Language) => void }) {
  return (
    <header className="top">
      <p className="brand">
        <img src={mark} alt="" width="32" height="32" />
        Paravent
      </p>
      <ConnectionSign connection={live.connection} />
      <Languages onLanguage={onLanguage} />
      {live.clock && live.connection !== "absent" && <Clock clock={live.clock} dispatch={dispatch} />}
    </header>
  );
}

function ConnectionSign({ connection }: { readonly connection: Connection }) {
  const { t } = useWords();
  if (connection === "absent") return null;
  return (
    <p className={`sign small ${connection}`} role="status">
      {t(`phones.connection.${connection}`)}
    </p>
  );
}

function Languages({ onLanguage }: { readonly onLanguage: (language: Language) => void }) {
  const { t, language } = useWords();
  return (
    <nav className="languages" aria-label={t("phones.language")}>
      {LANGUAGES.map((choice) => (
        <a
          key={choice}
          href={`?lang=${choice}`}
          lang={choice}
          hrefLang={choice}
          aria-current={choice === language}
          onClick={(event) => {
            event.preventDefault();
            // The address stays shareable, and the texts written on this page stay where they are.
            history.replaceState(null, "", `?lang=${choice}`);
            onLanguage(choice);
          }}
        >
          {NAMES[choice]}
        </a>
      ))}
    </nav>
  );
}

/** A language is named in itself, whatever the page speaks. */
const NAMES = { fr: "Français", en: "English" } as const satisfies Record<Language, string>;

function Lead() {
  const { t } = useWords();
  return (
    <div className="lead">
      <h1>{t("phones.heading")}</h1>
      <p className="soft">{t("phones.lead")}</p>
    </div>
  );
}

function Lost({ onRetry }: { readonly onRetry: () => void }) {
  const { t } = useWords();
  return (
    <div className="notice lost" role="alert">
      <div>
        <p>
          <b>{t("phones.lost.title")}</b>
        </p>
        <p>{t("phones.lost.text")}</p>
      </div>
      <Button onClick={onRetry}>{t("phones.lost.retry")}</Button>
    </div>
  );
}

function Scene({ live, dispatch }: SceneProps) {
  const { t } = useWords();
  const [chosen, setChosen] = useState<string>();
  const [wanted, setWanted] = useState<Wanted>();
  const mission = live.missions.find(({ id }) => id === chosen) ?? live.missions[0];
  const sides = mission && sidesOf(mission);
  const showEntry = (hash: string): void => setWanted({ hash });

  if (live.connection === "absent")
    return <Nothing title={t("phones.absent.title")}>{t("phones.absent.text")}</Nothing>;
  if (live.clock === undefined)
    return live.connection === "loading" && <p className="loading soft">{t("phones.loading")}</p>;
  return (
    <>
      {mission && sides ? (
        <Stage
          key={mission.id}
          live={live}
          dispatch={dispatch}
          clock={live.clock}
          mission={mission}
          sides={sides}
          onChoose={setChosen}
          onShowEntry={showEntry}
        />
      ) : (
        <Nothing title={t("phones.empty.title")}>{t("phones.empty.text")}</Nothing>
      )}
      <div className="records">
        <Attempts attempts={live.attempts} missions={live.missions} entries={live.entries} onShowEntry={showEntry} />
        <Ledger entries={live.entries} wanted={wanted} />
      </div>
    </>
  );
}

/** The story, the two phones and the mission between them. */
function Stage(
  props: SceneProps & {
    readonly clock: NonNullable<Live["clock"]>;
    readonly mission: PhoneMission;
    readonly sides: { readonly staff: Side; readonly customer: Side };
    readonly onChoose: (id: string) => void;
    readonly onShowEntry: (hash: string) => void;
  },
) {
  const { live, dispatch, clock, mission, sides } = props;
  const [drafts, setDrafts] = useState<Readonly<Record<Role, string>>>({ staff: "", customer: "" });
  const { ended } = mission;
  const draftOf = (role: Role) => (text: string) => setDrafts((all) => ({ ...all, [role]: text }));
  const handset = (role: Role, other: Role) => (
    <Handset
      side={sides[role]}
      other={sides[other]}
      live={live}
      dispatch={dispatch}
      draft={drafts[role]}
      onDraft={draftOf(role)}
    />
  );
  return (
    <>
      <Story
        mission={mission}
        staff={sides.staff}
        clock={clock}
        ended={ended}
        attempts={live.attempts}
        dispatch={dispatch}
        onDraft={draftOf("staff")}
        onShowEntry={props.onShowEntry}
      />
      <div className="stage" id="phones">
        {handset("staff", "customer")}
        <Mission
          mission={mission}
          missions={live.missions}
          onChoose={props.onChoose}
          clock={clock}
          ended={ended}
          dispatch={dispatch}
        />
        {handset("customer", "staff")}
      </div>
      <Jumps staffName={mission.staffName} customerName={mission.customerName} />
    </>
  );
}

function Nothing(props: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="nothing card" id="phones">
      <img src={mark} alt="" width="48" height="48" />
      <h2>{props.title}</h2>
      <p className="soft">{props.children}</p>
    </section>
  );
}

/** On a narrow screen the parts are below each other: a bar at the bottom leads from one to the next. */
function Jumps({ staffName, customerName }: { readonly staffName: string; readonly customerName: string }) {
  const { t } = useWords();
  const jumps = {
    staff: staffName,
    mission: t("phones.mission"),
    customer: customerName,
    record: t("phones.nav.record"),
  };
  const current = useVisiblePart(Object.keys(jumps));
  return (
    <nav className="jumps" aria-label={t("phones.nav")}>
      {Object.entries(jumps).map(([part, name]) => (
        <a key={part} href={`#${part}`} aria-current={part === current ? "location" : undefined}>
          {name}
        </a>
      ))}
    </nav>
  );
}

/** Which part crosses the middle of the window. */
function useVisiblePart(parts: readonly string[]): string | undefined {
  const [visible, setVisible] = useState<string>();
  const names = parts.join(" ");
  useEffect(() => {
    const watch = new IntersectionObserver(
      (changes) => {
        const entered = changes.find(({ isIntersecting }) => isIntersecting);
        if (entered) setVisible(entered.target.id);
      },
      { rootMargin: "-50% 0px -50% 0px" },
    );
    for (const name of names.split(" ")) {
      const part = document.getElementById(name);
      if (part) watch.observe(part);
    }
    return () => watch.disconnect();
  }, [names]);
  return visible;
}
