import { Button } from "../../shared/Button.tsx";
import { Dialog } from "../../shared/Dialog.tsx";
import { markedParts } from "../window.ts";
import type { Draft } from "../wire.ts";
import { useWords } from "../words.ts";

/** Before what would be kept back: where it is, why, and how to say it better. Nothing of it is recorded. */
export function AreYouSure(props: {
  readonly text: string;
  readonly draft: Draft;
  readonly isBusy: boolean;
  readonly onUse: (text: string) => void;
  readonly onEdit: () => void;
  readonly onSend: () => void;
}) {
  const { t } = useWords();
  const { text, draft } = props;
  const { findings, suggestion, verdict } = draft;
  const reasons = [...new Set(findings.map(({ reason }) => reason))];
  return (
    <Dialog title={t("staff.sure.title")} onClose={props.onEdit}>
      <div className="stack">
        <blockquote className="quoted">
          {markedParts(text, findings).map(({ at, text: part, isSeen }) =>
            isSeen ? <mark key={at}>{part}</mark> : <span key={at}>{part}</span>,
          )}
        </blockquote>
        <ul className="reasons">
          {reasons.map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
        <p className="soft small">{t("staff.sure.text", { verdict })}</p>
        {suggestion !== null && (
          <div className="suggestion">
            <p className="soft small">{t("staff.sure.better")}</p>
            <p>{suggestion}</p>
            <Button look="primary" onClick={() => props.onUse(suggestion)}>
              {t("staff.sure.use")}
            </Button>
          </div>
        )}
        <div className="buttons">
          <Button {...(suggestion === null && { look: "primary" as const })} onClick={props.onEdit}>
            {t("staff.sure.edit")}
          </Button>
          <Button look="quiet" isUnavailable={props.isBusy} onClick={props.onSend}>
            {t("staff.sure.send")}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
