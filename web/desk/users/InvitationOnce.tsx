import { Button } from "../../shared/Button.tsx";
import { Once } from "../parts/Once.tsx";
import { useWords } from "../words.ts";
import type { Invitation } from "./rules.ts";

/** The link, this once, and how it reaches whom it is for. */
export function InvitationOnce({
  invitation,
  onDone,
}: {
  readonly invitation: Invitation;
  readonly onDone: () => void;
}) {
  const { t } = useWords();
  // Behind the sign: what follows it stands in no log on the way.
  const link = `${location.origin}/desk/invitation#${invitation.invitation}`;
  return (
    <div className="stack">
      <Once label={t("desk.users.invitation.link")} text={link} />
      <ul className="consequences">
        <li>{t("desk.users.invitation.how")}</li>
        <li>{t("desk.users.invitation.once")}</li>
        <li>{t("desk.users.invitation.gone")}</li>
      </ul>
      <Button look="primary" onClick={onDone}>
        {t("desk.users.invitation.done")}
      </Button>
    </div>
  );
}
