import { type ReactNode, useId } from "react";

/** What a control is given so that its label, its hint and its error belong to it. */
export type FieldIds = {
  readonly id: string;
  readonly "aria-describedby"?: string;
  readonly "aria-invalid"?: true;
};

/** A label above its control, which takes the ids it is given. A hint is read with the control, an error too. */
export function Field(props: {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
  readonly children: (ids: FieldIds) => ReactNode;
}) {
  const { hint, error } = props;
  const id = useId();
  const [hintId, errorId] = [`${id}-hint`, `${id}-error`];
  const described = [hint && hintId, error && errorId].filter(Boolean).join(" ");
  return (
    <div>
      <label className="label" htmlFor={id}>
        {props.label}
      </label>
      {error !== undefined && (
        <p id={errorId} className="field-error small">
          {error}
        </p>
      )}
      {props.children({
        id,
        ...(described !== "" && { "aria-describedby": described }),
        ...(error !== undefined && { "aria-invalid": true as const }),
      })}
      {hint !== undefined && (
        <p id={hintId} className="soft small">
          {hint}
        </p>
      )}
    </div>
  );
}
