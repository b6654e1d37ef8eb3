import { type KeyboardEvent, type RefObject, useEffect, useId, useRef, useState } from "react";
import { Icon, type IconName } from "./icons.tsx";

export type MenuAct = { readonly id: string; readonly label: string; readonly onAct: () => void };

/**
 * A button with the acts that are seldom needed. Opens on click and arrow down, arrow keys go from one to the next, Escape
 * and a click elsewhere close it. Source: WAI-ARIA APG, Menu Button.
 */
export function Menu(props: { readonly label: string; readonly icon?: IconName; readonly acts: readonly MenuAct[] }) {
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const { isOpen, setOpen, onKeyDown } = useOpening(box, button);
  return (
    <div className="menu" ref={box}>
      <button
        ref={button}
        type="button"
        className="button"
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        onClick={() => setOpen(!isOpen)}
        onKeyDown={onKeyDown}
      >
        <Icon name={props.icon ?? "more"} />
        {props.label}
      </button>
      {isOpen && (
        <div id={id} role="menu" tabIndex={-1} aria-label={props.label} className="popover" onKeyDown={onKeyDown}>
          {props.acts.map(({ id: act, label, onAct }) => (
            <button
              key={act}
              type="button"
              role="menuitem"
              tabIndex={-1}
              className="option"
              onClick={() => (setOpen(false), button.current?.focus(), onAct())}
            >
              {label}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}

function useOpening(box: RefObject<HTMLDivElement | null>, button: RefObject<HTMLButtonElement | null>) {
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    if (!isOpen) return;
    box.current?.querySelector<HTMLElement>("[role=menuitem]")?.focus();
    const close = ({ target }: Event): void => {
      if (!box.current?.contains(target as Node)) setOpen(false);
    };
    document.addEventListener("pointerdown", close);
    return () => document.removeEventListener("pointerdown", close);
  }, [isOpen, box]);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!isOpen && event.key !== "ArrowDown") return;
    const all = [...(box.current?.querySelectorAll<HTMLElement>("[role=menuitem]") ?? [])];
    const at = all.indexOf(document.activeElement as HTMLElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (event.key === "Tab" || event.key === "Escape") setOpen(false);
    if (event.key === "Escape") {
      // Not the dialog around it too.
      event.preventDefault();
      event.stopPropagation();
      button.current?.focus();
    }
    if (to === undefined) return;
    event.preventDefault();
    setOpen(true);
    all.at(to % all.length)?.focus();
  };
  return { isOpen, setOpen, onKeyDown };
}
