import { useState } from "react";
import { Link } from "wouter";
import { problemIn, useApi } from "../../shared/api.ts";
import { Button } from "../../shared/Button.tsx";
import { Confirm } from "../../shared/Confirm.tsx";
import { Icon } from "../../shared/icons.tsx";
import type { Problem } from "../../shared/retry.ts";
import { useToast } from "../../shared/Toasts.tsx";
import { useSession } from "../session.ts";
import { useWords } from "../words.ts";
import { isWatched } from "./rules.ts";
import type { CaseAnswer } from "./wire.ts";

/** What takes a case out of the console: on paper, or as a file. Each is recorded. */
export function CaseMenu({ one }: { readonly one: CaseAnswer }) {
  const { t } = useWords();
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      <Link href={`/cases/${one.id}/print`} className="button">
        <Icon name="file" />
        {t("desk.cases.print")}
      </Link>
      <Button onClick={() => setAsking(true)}>{t("desk.cases.export")}</Button>
      {isAsking && <Export one={one} onClose={() => setAsking(false)} />}
    </>
  );
}

function Export({ one, onClose }: { readonly one: CaseAnswer; readonly onClose: () => void }) {
  const { t } = useWords();
  const api = useApi();
  const toast = useToast();
  const session = useSession();
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const take = async (): Promise<void> => {
    setBusy(true);
    try {
      save(`${one.id}.json`, await api.get(`/v1/cases/${one.id}/export`));
      toast(t("desk.cases.export.done"));
      onClose();
    } catch (error) {
      setProblem(problemIn(error));
      setBusy(false);
    }
  };
  return (
    <Confirm
      title={t("desk.cases.export.title")}
      consequences={[
        t("desk.cases.export.words"),
        isWatched(one, session) ? t("desk.cases.export.watched") : t("desk.cases.export.recorded"),
      ]}
      confirm={t("desk.cases.export.confirm")}
      isBusy={isBusy}
      problem={problem}
      onConfirm={() => void take()}
      onClose={onClose}
    />
  );
}

function save(name: string, content: unknown): void {
  const file = URL.createObjectURL(new Blob([JSON.stringify(content, null, 2)], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = file;
  link.download = name;
  link.click();
  URL.revokeObjectURL(file);
}
