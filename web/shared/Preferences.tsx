import { useState } from "react";
import { LANGUAGES, type Language } from "./text.ts";
import { chooseTheme, readTheme, THEMES } from "./theme.ts";
import { useSpeak, useWords } from "./words.tsx";

/** A language is named in itself, whatever the page speaks. */
const NAMES = { fr: "Français", en: "English" } as const satisfies Record<Language, string>;

/** Language and appearance, for this browser. */
export function Preferences() {
  const { t, language } = useWords();
  const speak = useSpeak();
  const [theme, setTheme] = useState(readTheme);
  return (
    <div className="preferences">
      <label>
        <span className="visually-hidden">{t("face.language")}</span>
        <select className="field" value={language} onChange={({ target }) => speak(target.value as Language)}>
          {LANGUAGES.map((one) => (
            <option key={one} value={one} lang={one}>
              {NAMES[one]}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span className="visually-hidden">{t("face.theme")}</span>
        <select
          className="field"
          value={theme}
          onChange={({ target }) => {
            const chosen = THEMES.find((one) => one === target.value) ?? "system";
            setTheme(chosen);
            chooseTheme(chosen);
          }}
        >
          {THEMES.map((one) => (
            <option key={one} value={one}>
              {t("face.theme.choice", { theme: one })}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}
