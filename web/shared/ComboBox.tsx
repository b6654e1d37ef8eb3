import { type KeyboardEvent, useId, useState } from "react";
import { Field } from "./Field.tsx";
import type { Option } from "./Form.tsx";

type Props = {
  readonly label: string;
  readonly hint?: string;
  readonly error?: string | undefined;
  readonly options: readonly Option[];
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly onChoose: (option: Option) => void;
};

/**
 * A field that finds one of many by what is typed. `options`: what fits `text`, as the caller finds it, at most some
 * twenty. Source: WAI-ARIA APG, Editable Combobox With List Autocomplete.
 */
export function ComboBox(props: Props) {
  const listId = useId();
  const { isShown, active, show, hide, choose, onKeyDown } = useList(props);
  return (
    <div className="combo" onBlur={hide}>
      <Field label={props.label} hint={props.hint} error={props.error}>
        {(ids) => (
          <input
            {...ids}
            className="field"
            role="combobox"
            autoComplete="off"
            aria-autocomplete="list"
            aria-expanded={isShown}
            aria-controls={isShown ? listId : undefined}
            aria-activedescendant={isShown && active >= 0 ? `${listId}-${active}` : undefined}
            value={props.text}
            onFocus={show}
            onChange={({ target }) => (show(), props.onText(target.value))}
            onKeyDown={onKeyDown}
          />
        )}
      </Field>
      {isShown && (
        <div id={listId} role="listbox" aria-label={props.label} className="popover">
          {props.options.map((option, n) => (
            <div
              key={option.value}
              id={`${listId}-${n}`}
              role="option"
              tabIndex={-1}
              aria-selected={n === active}
              className="option"
              // Before the field loses the focus, which would close the list.
              onPointerDown={(event) => (event.preventDefault(), choose(option))}
            >
              {option.label}
              {option.hint !== undefined && <span className="soft small">{option.hint}</span>}
            </div>
          ))}
        </div>
      )}
    </div>
  );
}

/** Whether the list is shown, and which of it the keys have come to. */
function useList({ options, onChoose }: Props) {
  const [isOpen, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const isShown = isOpen && options.length > 0;
  const show = (): void => (setOpen(true), setActive(-1));
  const hide = (): void => setOpen(false);
  const choose = (option: Option): void => (hide(), onChoose(option));
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && options.length > 0) {
      event.preventDefault();
      setOpen(true);
      const from = active < 0 && step < 0 ? 0 : active;
      setActive((options.length + from + step) % options.length);
    }
    const option = options[active];
    if (event.key === "Enter" && isShown && option !== undefined) {
      event.preventDefault();
      choose(option);
    }
    if (event.key === "Escape" && isShown) {
      // Not the dialog around it too.
      event.preventDefault();
      event.stopPropagation();
      hide();
    }
  };
  return { isShown, active, show, hide, choose, onKeyDown };
}
