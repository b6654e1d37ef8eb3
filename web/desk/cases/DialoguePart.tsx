import { Button } from "../../shared/Button.tsx";
import { Form, TextField } from "../../shared/Form.tsx";
import { Empty } from "../../shared/States.tsx";
import { useSession } from "../session.ts";
import { useWords } from "../words.ts";
import { dialogueOf, handles } from "./rules.ts";
import { useActForm, useNeeded } from "./use-case.ts";
import type { CaseAnswer } from "./wire.ts";

/** As `TEMPLATES` of src/cases/wire.ts. */
const TEMPLATES = ["received", "more_details", "still_working", "call_back", "outcome"] as const;

/** What was written both ways between the desk and whoever reported. */
export function DialoguePart({ one, isOnPaper = false }: { readonly one: CaseAnswer; readonly isOnPaper?: boolean }) {
  const words = useWords();
  const { t } = words;
  const session = useSession();
  const messages = dialogueOf(one.reports);
  const when = (at: string): string => `${words.day(Date.parse(at))}, ${words.time(Date.parse(at))}`;
  const maySend = !isOnPaper && handles(one, session) && one.reports.length > 0;
  return (
    <div className="stack wide">
      {messages.length === 0 ? (
        <Empty icon="bubble" title={t("desk.cases.dialogue.none")}>
          {t("desk.cases.dialogue.none.text")}
        </Empty>
      ) : (
        <ol className="dialogue" aria-label={t("desk.cases.part", { part: "dialogue" })}>
          {messages.map((message, n) => (
            <li key={`${message.at} ${n}`} className={`bubble ${message.sender}`}>
              <p className="soft small">
                {t("desk.cases.dialogue.sender", { sender: message.sender })} ·{" "}
                <time dateTime={message.at}>{when(message.at)}</time>
              </p>
              <p className="said-plain">{message.text ?? t("desk.cases.erased")}</p>
              {message.sender === "desk" && (
                <p className="soft small">
                  {message.readAt === null
                    ? t("desk.cases.dialogue.unread")
                    : t("desk.cases.dialogue.read", { when: when(message.readAt) })}
                </p>
              )}
            </li>
          ))}
        </ol>
      )}
      {maySend && (one.isWithdrawn ? <p className="notice">{t("refusal.reporter_withdrew")}</p> : <Write one={one} />)}
    </div>
  );
}

function Write({ one }: { readonly one: CaseAnswer }) {
  const words = useWords();
  const { t } = words;
  const needed = useNeeded();
  const form = useActForm({
    path: `cases/${one.id}/messages`,
    initial: { text: "" },
    check: ({ text }) => ({ text: needed(text) }),
    // A sentence that was left as it is goes out in the language of whoever reads it.
    body: ({ text }) => {
      const template = TEMPLATES.find((name) => t(`cases.template.${name}`) === text.trim());
      return template === undefined ? { text } : { template };
    },
    done: t("desk.cases.dialogue.sent"),
  });
  const languages = [...new Set(one.reports.map(({ language }) => language))];
  return (
    <section className="card compose stack" aria-label={t("desk.cases.dialogue.write")}>
      <Form form={form} submit={t("desk.cases.dialogue.send")}>
        <div className="stack">
          <p className="soft small">{t("desk.cases.dialogue.lead", { count: one.reports.length })}</p>
          <div className="quick" role="group" aria-label={t("desk.cases.dialogue.quick")}>
            {TEMPLATES.map((name) => (
              <Button key={name} look="quiet" onClick={() => form.set("text", t(`cases.template.${name}`))}>
                {t("desk.cases.dialogue.template", { name })}
              </Button>
            ))}
          </div>
        </div>
        <TextField
          form={form}
          name="text"
          isLong
          label={t("desk.cases.dialogue.text")}
          hint={t("desk.cases.dialogue.hint", {
            languages: languages.map((language) => t("desk.cases.language", { language })).join(", "),
          })}
        />
      </Form>
    </section>
  );
}
