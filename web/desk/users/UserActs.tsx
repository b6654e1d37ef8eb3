import { useState } from "react";
import { useApi } from "../../shared/api.ts";
import { Confirm } from "../../shared/Confirm.tsx";
import { Dialog } from "../../shared/Dialog.tsx";
import { Menu } from "../../shared/Menu.tsx";
import { useToast } from "../../shared/Toasts.tsx";
import { useAct, useRefresh } from "../parts/act.ts";
import { useWords } from "../words.ts";
import { ChangeUser } from "./ChangeUser.tsx";
import { InvitationOnce } from "./InvitationOnce.tsx";
import type { DeskUser, Invitation } from "./rules.ts";

type Asked = "change" | "close" | "open" | "invite";

export function UserActs({ user, isOwn }: { readonly user: DeskUser; readonly isOwn: boolean }) {
  const { t } = useWords();
  const [asked, setAsked] = useState<Asked>();
  if (isOwn) return <span className="soft small">{t("desk.users.own")}</span>;
  const acts: readonly Asked[] = user.isActive ? ["change", "invite", "close"] : ["open"];
  const close = (): void => setAsked(undefined);
  return (
    <>
      <Menu
        label={t("desk.users.change")}
        acts={acts.map((id) => ({ id, label: t(`desk.users.act.${id}`), onAct: () => setAsked(id) }))}
      />
      {asked === "change" && <ChangeUser user={user} onClose={close} />}
      {asked === "invite" && <InviteAgain user={user} onClose={close} />}
      {(asked === "close" || asked === "open") && <SetActive user={user} onClose={close} />}
    </>
  );
}

function SetActive({ user, onClose }: { readonly user: DeskUser; readonly onClose: () => void }) {
  const { t } = useWords();
  const api = useApi();
  const toast = useToast();
  const refresh = useRefresh();
  const { id, isActive, personReference } = user;
  const set = useAct(async () => {
    await api.send("PATCH", `/v1/desk-users/${id}`, { isActive: !isActive });
    await refresh("/v1/desk-users");
    toast(t("desk.users.changed", { person: personReference }));
    onClose();
  });
  return (
    <Confirm
      title={t(isActive ? "desk.users.close.title" : "desk.users.open.title", { person: personReference })}
      consequences={
        isActive
          ? [t("desk.users.close.sessions"), t("desk.users.close.cases"), t("desk.users.close.back")]
          : [t("desk.users.open.text")]
      }
      confirm={t(isActive ? "desk.users.act.close" : "desk.users.act.open")}
      isBusy={set.isBusy}
      problem={set.problem}
      onConfirm={set.run}
      onClose={onClose}
    />
  );
}

function InviteAgain({ user, onClose }: { readonly user: DeskUser; readonly onClose: () => void }) {
  const { t } = useWords();
  const api = useApi();
  const refresh = useRefresh();
  const [made, setMade] = useState<Invitation>();
  const { id, personReference: person } = user;
  const invite = useAct(async () => {
    setMade(await api.send<Invitation>("POST", `/v1/desk-users/${id}/invite`, {}));
    await refresh("/v1/desk-users");
  });
  if (made !== undefined) {
    return (
      <Dialog title={t("desk.users.invitation.for", { person })} onClose={onClose}>
        <InvitationOnce invitation={made} onDone={onClose} />
      </Dialog>
    );
  }
  return (
    <Confirm
      title={t("desk.users.invite-again.title", { person })}
      consequences={[
        t("desk.users.invite-again.ends"),
        t("desk.users.invite-again.when"),
        t("desk.users.invite-again.check"),
      ]}
      confirm={t("desk.users.act.invite")}
      isBusy={invite.isBusy}
      problem={invite.problem}
      onConfirm={invite.run}
      onClose={onClose}
    />
  );
}
