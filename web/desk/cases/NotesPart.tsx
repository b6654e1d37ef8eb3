import { Link } from "wouter";
import { Form, TextField } from "../../shared/Form.tsx";
import { useSession } from "../session.ts";
import { useWords } from "../words.ts";
import { ActBox } from "./ActBox.tsx";
import { TextForm } from "./FactForms.tsx";
import { Block, Texts } from "./FactsPart.tsx";
import { LetterForm } from "./LetterForm.tsx";
import { approves, handles } from "./rules.ts";
import { useActForm, useNeeded } from "./use-case.ts";
import type { CaseAnswer } from "./wire.ts";

/** What stays at the desk, what goes out on paper, and the cases beside this one. */
export function NotesPart({ one }: { readonly one: CaseAnswer }) {
  const { t } = useWords();
  const session = useSession();
  const isMine = handles(one, session);
  const mayNote = isMine || approves(one, session) || session.duty === "dpo";
  return (
    <div className="stack wide">
      <Texts title={t("desk.cases.notes")} lead={t("desk.cases.notes.lead")} texts={one.notes}>
        {mayNote && (
          <ActBox label={t("desk.cases.notes.write")}>
            {(close) => <TextForm one={one} kind="note" onDone={close} />}
          </ActBox>
        )}
      </Texts>
      {isMine && (
        <Block title={t("desk.cases.letters")} lead={t("desk.cases.letters.lead")}>
          <ActBox label={t("desk.cases.letters.write")}>{() => <LetterForm one={one} />}</ActBox>
        </Block>
      )}
      <Block title={t("desk.cases.links")} lead={t("desk.cases.links.lead")}>
        {one.links.length === 0 && <p className="soft">{t("desk.cases.links.none")}</p>}
        <ul className="lines">
          {one.links.map((id) => (
            <li key={id}>
              <Link href={`/cases/${id}`} className="mono">
                {id}
              </Link>
            </li>
          ))}
        </ul>
        {isMine && (
          <ActBox label={t("desk.cases.links.add")} lead={t("desk.cases.links.add.lead")}>
            {(close) => <LinkForm one={one} onDone={close} />}
          </ActBox>
        )}
      </Block>
    </div>
  );
}

function LinkForm({ one, onDone }: { readonly one: CaseAnswer; readonly onDone: () => void }) {
  const { t } = useWords();
  const needed = useNeeded();
  const form = useActForm({
    path: `cases/${one.id}/links`,
    initial: { case: "" },
    check: (values) => ({ case: needed(values.case) }),
    body: (values) => ({ case: values.case.trim().toLowerCase() }),
    done: t("desk.cases.links.done"),
    onDone,
  });
  return (
    <Form form={form} submit={t("desk.cases.links.add")}>
      <TextField form={form} name="case" label={t("desk.cases.links.id")} hint={t("desk.cases.links.id.hint")} />
    </Form>
  );
}
