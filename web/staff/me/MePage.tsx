import { useQueryClient } from "@tanstack/react-query";
import { Link } from "wouter";
import { problemIn, useApi, useRead } from "../../shared/api.ts";
import { Badge } from "../../shared/Badge.tsx";
import { Button } from "../../shared/Button.tsx";
import { Icon } from "../../shared/icons.tsx";
import { PageHeader } from "../../shared/PageHeader.tsx";
import { Preferences } from "../../shared/Preferences.tsx";
import { Read } from "../../shared/States.tsx";
import { useToast } from "../../shared/Toasts.tsx";
import { problemText } from "../../shared/words.tsx";
import { MY_CASES } from "../addresses.ts";
import { dayOf } from "../cases/dates.ts";
import { forgetDay, forgetSignedIn } from "../kept-day.ts";
import type { Items, Me, MyCaseSummary } from "../wire.ts";
import { useWords } from "../words.ts";
import { Devices } from "./Devices.tsx";

/** What is about oneself: cases, devices, how the app looks. */
export function MePage({ me }: { readonly me: Me }) {
  const { t } = useWords();
  return (
    <div className="stack wide">
      <PageHeader title={t("staff.me")} lead={t("staff.me.lead", { reference: me.reference })} />
      <MyCases />
      <Devices />
      <section className="stack">
        <h2>{t("staff.me.look")}</h2>
        <Preferences />
      </section>
      <SignOut />
    </div>
  );
}

function MyCases() {
  const words = useWords();
  const { t } = words;
  const cases = useRead<Items<MyCaseSummary>>(MY_CASES);
  return (
    <section className="stack">
      <h2>{t("staff.cases")}</h2>
      <Read of={cases} rows={1}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="soft">{t("staff.cases.none")}</p>
          ) : (
            <ul className="stack">
              {items.map(({ id, state, openedOn, outcome }) => (
                <li key={id}>
                  <Link href={`/me/cases/${id}`} className="card row-link">
                    <span className="row-title">{t("staff.cases.of", { day: dayOf(words, openedOn) })}</span>
                    <Badge tone={outcome === null ? "wait" : "plain"}>{t("staff.cases.state", { state })}</Badge>
                    <span className="go">
                      <Icon name="back" />
                    </span>
                  </Link>
                </li>
              ))}
            </ul>
          )
        }
      </Read>
    </section>
  );
}

function SignOut() {
  const words = useWords();
  const api = useApi();
  const queries = useQueryClient();
  const toast = useToast();
  const signOut = async (): Promise<void> => {
    try {
      await api.send("POST", "/v1/staff-sign-out", undefined, { maySignIn: false });
    } catch (error) {
      const problem = problemIn(error);
      // Signed out already is signed out.
      if (problem.status !== 401) return toast(problemText(words, problem));
    }
    queries.clear();
    forgetDay();
    forgetSignedIn();
    location.replace("/staff");
  };
  return (
    <Button className="wide-button" onClick={() => void signOut()}>
      {words.t("staff.sign-out")}
    </Button>
  );
}
