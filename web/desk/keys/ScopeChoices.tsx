import { useId } from "react";
import { useWords } from "../words.ts";

/** What a program may do with a key: each by its name and in words. */
export function ScopeChoices(props: {
  readonly scopes: readonly string[];
  readonly chosen: readonly string[];
  readonly error: string | undefined;
  readonly onChoose: (scopes: readonly string[]) => void;
}) {
  const { t, has } = useWords();
  const id = useId();
  const { scopes, chosen, error, onChoose } = props;
  const hintOf = (scope: string): string | undefined => {
    const key = `desk.keys.scope.${scope.replace(":", ".")}`;
    return has(key) ? t(key) : undefined;
  };
  return (
    <fieldset className="choices">
      <legend className="label">{t("desk.keys.scopes")}</legend>
      <p className="soft small">{t("desk.keys.scopes.hint")}</p>
      {error !== undefined && <p className="field-error small">{error}</p>}
      {scopes.map((scope, n) => {
        const hint = hintOf(scope);
        return (
          <div key={scope} className="choice">
            <input
              id={`${id}-${n}`}
              type="checkbox"
              checked={chosen.includes(scope)}
              aria-describedby={hint === undefined ? undefined : `${id}-${n}-hint`}
              data-wrong={error === undefined ? undefined : true}
              onChange={({ target }) =>
                onChoose(target.checked ? [...chosen, scope] : chosen.filter((one) => one !== scope))
              }
            />
            <div>
              <label htmlFor={`${id}-${n}`} className="mono">
                {scope}
              </label>
              {hint !== undefined && (
                <p id={`${id}-${n}-hint`} className="soft small">
                  {hint}
                </p>
              )}
            </div>
          </div>
        );
      })}
    </fieldset>
  );
}
