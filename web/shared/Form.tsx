import { type HTMLAttributes, type ReactNode, useEffect, useId, useRef } from "react";
import { Button } from "./Button.tsx";
import { Field } from "./Field.tsx";
import type { Form as FormOf } from "./use-form.ts";
import { Problem } from "./States.tsx";
import { useWords } from "./words.tsx";

/** A form with its problem above and its button below. The first field that is wrong takes the focus. */
export function Form<V extends object>(props: {
  readonly form: FormOf<V>;
  /** The act in words. */
  readonly submit: string;
  readonly children: ReactNode;
  /** More buttons beside the first one. */
  readonly actions?: ReactNode;
}) {
  const { form } = props;
  const { t } = useWords();
  const box = useRef<HTMLFormElement>(null);
  const { errors } = form;
  useEffect(() => {
    box.current?.querySelector<HTMLElement>('[aria-invalid="true"], [data-wrong]')?.focus();
  }, [errors]);
  return (
    <form
      ref={box}
      className="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        event.stopPropagation();
        void form.submit();
      }}
    >
      {props.children}
      {form.problem && <Problem problem={form.problem} />}
      <div className="buttons">
        <Button type="submit" look="primary" isUnavailable={form.isBusy}>
          {form.isBusy ? t("face.busy") : props.submit}
        </Button>
        {props.actions}
      </div>
    </form>
  );
}

/** Names of the fields that hold a value of one kind. */
type Named<V, T> = { [name in keyof V]: V[name] extends T ? (T extends V[name] ? name : never) : never }[keyof V] &
  string;

type Common<V extends object, T> = {
  readonly form: FormOf<V>;
  readonly name: Named<V, T>;
  readonly label: string;
  readonly hint?: string;
};

export function TextField<V extends object>(
  props: Common<V, string> & {
    readonly isLong?: boolean;
    readonly type?: "text" | "email" | "password" | "date" | "time" | "datetime-local" | "number" | "search" | "tel";
    readonly maxLength?: number;
    readonly autoComplete?: string;
    readonly inputMode?: HTMLAttributes<HTMLInputElement>["inputMode"];
    readonly isRequired?: boolean;
  },
) {
  const { form, name, isLong = false, type = "text", maxLength, autoComplete, inputMode, isRequired } = props;
  const common = {
    name,
    className: "field",
    value: form.values[name] as string,
    ...(maxLength !== undefined && { maxLength }),
    ...(isRequired === true && { "aria-required": true }),
  };
  return (
    <Field label={props.label} hint={props.hint} error={form.errors[name]}>
      {(ids) =>
        isLong ? (
          <textarea
            {...common}
            {...ids}
            rows={5}
            onChange={({ target }) => form.set(name, target.value as V[typeof name])}
          />
        ) : (
          <input
            {...common}
            {...ids}
            type={type}
            {...(autoComplete !== undefined && { autoComplete })}
            {...(inputMode !== undefined && { inputMode })}
            onChange={({ target }) => form.set(name, target.value as V[typeof name])}
          />
        )
      }
    </Field>
  );
}

export type Option<T extends string = string> = { readonly value: T; readonly label: string; readonly hint?: string };

/** The browser's own list: it works on every phone, by keyboard and with every screen reader. */
export function SelectField<V extends object>(
  props: Common<V, string> & { readonly options: readonly Option[]; readonly empty?: string },
) {
  const { form, name, options, empty } = props;
  return (
    <Field label={props.label} hint={props.hint} error={form.errors[name]}>
      {(ids) => (
        <select
          {...ids}
          name={name}
          className="field"
          value={form.values[name] as string}
          onChange={({ target }) => form.set(name, target.value as V[typeof name])}
        >
          {empty !== undefined && <option value="">{empty}</option>}
          {options.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

export function CheckField<V extends object>({ form, name, label, hint }: Common<V, boolean>) {
  const id = useId();
  const error = form.errors[name];
  return (
    <div className="choice">
      <input
        id={id}
        type="checkbox"
        name={name}
        checked={form.values[name] as boolean}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        aria-invalid={error === undefined ? undefined : true}
        onChange={({ target }) => form.set(name, target.checked as V[typeof name])}
      />
      <div>
        <label htmlFor={id}>{label}</label>
        {error !== undefined && <p className="field-error small">{error}</p>}
        {hint !== undefined && (
          <p id={`${id}-hint`} className="soft small">
            {hint}
          </p>
        )}
      </div>
    </div>
  );
}

/** One of a few, all of them seen. */
export function ChoiceField<V extends object>(props: Common<V, string> & { readonly options: readonly Option[] }) {
  const { form, name, options, label, hint } = props;
  const id = useId();
  const error = form.errors[name];
  return (
    <fieldset className="choices" aria-describedby={hint === undefined ? undefined : `${id}-hint`}>
      <legend className="label">{label}</legend>
      {hint !== undefined && (
        <p id={`${id}-hint`} className="soft small">
          {hint}
        </p>
      )}
      {error !== undefined && <p className="field-error small">{error}</p>}
      {options.map((option, n) => (
        <div key={option.value} className="choice">
          <input
            id={`${id}-${n}`}
            type="radio"
            name={`${id}-${name}`}
            checked={form.values[name] === option.value}
            data-wrong={error === undefined ? undefined : true}
            onChange={() => form.set(name, option.value as V[typeof name])}
          />
          <div>
            <label htmlFor={`${id}-${n}`}>{option.label}</label>
            {option.hint !== undefined && <p className="soft small">{option.hint}</p>}
          </div>
        </div>
      ))}
    </fieldset>
  );
}
