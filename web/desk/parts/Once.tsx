import { useState } from "react";
import { Button } from "../../shared/Button.tsx";
import { useWords } from "../words.ts";
import "./parts.css";

/** A secret that is shown this once: to be read, selected or copied. */
export function Once({ label, text }: { readonly label: string; readonly text: string }) {
  const { t } = useWords();
  const [state, setState] = useState<"idle" | "copied" | "by-hand">("idle");
  const copy = (): void =>
    void navigator.clipboard?.writeText(text).then(
      () => setState("copied"),
      () => setState("by-hand"),
    );
  return (
    <div className="stack">
      <p className="label">{label}</p>
      <code className="once mono">{text}</code>
      <div className="buttons">
        {navigator.clipboard !== undefined && <Button onClick={copy}>{t("desk.copy")}</Button>}
        <span role="status" className="soft small">
          {state === "copied" && t("desk.copied")}
          {state === "by-hand" && t("desk.copy.by-hand")}
        </span>
      </div>
    </div>
  );
}
