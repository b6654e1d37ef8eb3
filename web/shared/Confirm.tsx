import type { ReactNode } from "react";
import { Button } from "./Button.tsx";
import { Dialog } from "./Dialog.tsx";
import type { Problem } from "./retry.ts";
import { Problem as ProblemNote } from "./States.tsx";
import { useWords } from "./words.tsx";

/** A question before what cannot be undone: what follows is listed, and the button says what it does. */
export function Confirm(props: {
  readonly title: string;
  readonly consequences: readonly string[];
  /** The act in words: "Close the mission", never "OK". */
  readonly confirm: string;
  readonly cancel?: string;
  readonly isBusy?: boolean;
  readonly problem?: Problem | undefined;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
  /** What has to be said with it: reasons, a choice. */
  readonly children?: ReactNode;
}) {
  const { t } = useWords();
  const { consequences, isBusy = false } = props;
  return (
    <Dialog title={props.title} onClose={props.onClose}>
      <div className="stack">
        {consequences.length === 1 ? (
          <p>{consequences[0]}</p>
        ) : (
          <ul className="consequences">
            {consequences.map((one) => (
              <li key={one}>{one}</li>
            ))}
          </ul>
        )}
        {props.children}
        {props.problem && <ProblemNote problem={props.problem} />}
        <div className="buttons">
          <Button look="primary" isUnavailable={isBusy} onClick={props.onConfirm}>
            {isBusy ? t("face.busy") : props.confirm}
          </Button>
          <Button onClick={props.onClose}>{props.cancel ?? t("face.cancel")}</Button>
        </div>
      </div>
    </Dialog>
  );
}
