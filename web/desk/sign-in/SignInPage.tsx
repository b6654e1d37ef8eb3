import type { ReactNode } from "react";
import mark from "../../shared/mark.svg";
import { Preferences } from "../../shared/Preferences.tsx";
import { useWords } from "../words.ts";

/** The way in: one card, and nothing else to look at. */
export function SignInPage({ children }: { readonly children: ReactNode }) {
  const { t } = useWords();
  return (
    <div className="way-in">
      <main className="card way-in-card stack wide">
        <p className="brand">
          <img src={mark} alt="" width="32" height="32" />
          Paravent
          <span className="soft">{t("desk.name")}</span>
        </p>
        {children}
      </main>
      <Preferences />
    </div>
  );
}
