import { type ReactNode, useEffect, useRef, useState } from "react";
import { Button } from "../../shared/Button.tsx";
import { useWords } from "../words.ts";

/**
 * An act that is seldom more than one away: a button, and the form it opens in its place. `children` is given what closes
 * it again. Opened, the form's first field has the focus; closed, the button has it back.
 */
export function ActBox(props: {
  readonly label: string;
  readonly look?: "primary";
  /** What has to be known before: who will read it, what it does. */
  readonly lead?: string;
  readonly children: (close: () => void) => ReactNode;
}) {
  const { t } = useWords();
  const [isOpen, setOpen] = useState(false);
  const box = useRef<HTMLElement>(null);
  const button = useRef<HTMLDivElement>(null);
  const wasOpen = useRef(false);
  useEffect(() => {
    if (isOpen) box.current?.querySelector<HTMLElement>("input, select, textarea")?.focus();
    else if (wasOpen.current) button.current?.querySelector("button")?.focus();
    wasOpen.current = isOpen;
  }, [isOpen]);
  if (!isOpen) {
    return (
      <div ref={button} className="no-print">
        <Button {...(props.look !== undefined && { look: props.look })} onClick={() => setOpen(true)}>
          {props.label}
        </Button>
      </div>
    );
  }
  const close = (): void => setOpen(false);
  return (
    <section ref={box} className="act-box stack no-print" aria-label={props.label}>
      <div className="act-head">
        <h3>{props.label}</h3>
        <Button look="quiet" onClick={close}>
          {t("face.cancel")}
        </Button>
      </div>
      {props.lead !== undefined && <p className="soft small">{props.lead}</p>}
      {props.children(close)}
    </section>
  );
}
