import { type ReactNode, useId } from "react";

/** A label above its control, which takes the id it is given. A hint is read with the control. */
export function Field(props: {
  readonly label: string;
  readonly hint?: string;
  readonly children: (ids: { readonly id: string; readonly "aria-describedby"?: string }) => ReactNode;
}) {
  const id = useId();
  const hintId = `${id}-hint`;
  return (
    <div>
      <label className="label" htmlFor={id}>
        {props.label}
      </label>
      {props.children(props.hint === undefined ? { id } : { id, "aria-describedby": hintId })}
      {props.hint !== undefined && (
        <p id={hintId} className="soft small">
          {props.hint}
        </p>
      )}
    </div>
  );
}
