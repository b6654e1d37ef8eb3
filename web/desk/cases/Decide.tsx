import { useState } from "react";
import { Button } from "../../shared/Button.tsx";
import { ChoiceField, Form, TextField } from "../../shared/Form.tsx";
import type { Form as FormOf } from "../../shared/use-form.ts";
import { useSession } from "../session.ts";
import { useWords } from "../words.ts";
import { Changes } from "./Changes.tsx";
import { Block } from "./FactsPart.tsx";
import { ProposalCard } from "./ProposalCard.tsx";
import { approves, fateOf } from "./rules.ts";
import { useActForm, useNames, useNeeded } from "./use-case.ts";
import type { CaseAnswer } from "./wire.ts";

type Proposal = CaseAnswer["proposals"][number];
type Decision = { readonly decision: string; readonly reasons: string };

/**
 * The second person decides on the version they read, and on no other. When somebody else was faster, they are told what
 * happened, and what they typed is still there.
 */
export function Decide({ one }: { readonly one: CaseAnswer }) {
  const { t } = useWords();
  const session = useSession();
  const open = one.proposals.find(({ state }) => state === "open");
  const [read, setRead] = useState<Proposal>();
  if (read === undefined && open !== undefined) setRead(open);
  const needed = useNeeded();
  const form = useActForm<Decision>({
    path: `cases/${one.id}/approval`,
    initial: { decision: "", reasons: "" },
    check: ({ decision, reasons }) => ({ decision: needed(decision), reasons: needed(reasons) }),
    body: (values) => ({ ...values, version: read?.version ?? 0 }),
    done: t("desk.cases.decide.done"),
    onDone: () => setRead(undefined),
  });
  if (read === undefined) return null;
  const fate = fateOf(read, one.proposals);
  if (fate !== "open" && !form.isDirty && open === undefined) return null;
  return (
    <Block title={t("desk.cases.decide")} lead={t("desk.cases.decide.lead")}>
      {fate === "open" && <ProposalCard proposal={read} />}
      {fate === "open" && <Changes one={one} proposal={read} />}
      {fate !== "open" && (
        <Overtaken one={one} read={read} fate={fate} form={form} onRead={() => open && setRead(open)} />
      )}
      {!approves(one, session) && <p className="notice">{t("desk.cases.decide.join")}</p>}
      {fate === "open" && <DecideForm form={form} version={read.version} />}
    </Block>
  );
}

function DecideForm({ form, version }: { readonly form: FormOf<Decision>; readonly version: number }) {
  const { t } = useWords();
  return (
    <div className="act-box">
      <Form form={form} submit={t("desk.cases.decide.submit")}>
        <ChoiceField
          form={form}
          name="decision"
          label={t("desk.cases.decide.version", { version })}
          options={(["approve", "decline"] as const).map((decision) => ({
            value: decision,
            label: t("desk.cases.decide.value", { decision }),
            hint: t("desk.cases.decide.hint", { decision }),
          }))}
        />
        <TextField
          form={form}
          name="reasons"
          isLong
          label={t("desk.cases.reasons")}
          hint={t("desk.cases.decide.reasons")}
        />
      </Form>
    </div>
  );
}

/** Somebody else decided, or the proposal is another one: what happened, and what was typed meanwhile. */
function Overtaken(props: {
  readonly one: CaseAnswer;
  readonly read: Proposal;
  readonly fate: "decided" | "replaced" | "withdrawn";
  readonly form: FormOf<Decision>;
  readonly onRead: () => void;
}) {
  const { one, read, fate, form } = props;
  const words = useWords();
  const { t } = words;
  const nameOf = useNames();
  const now = one.proposals.find(({ version }) => version === read.version) ?? read;
  const when = now.decidedAt === null ? "" : words.time(Date.parse(now.decidedAt));
  return (
    <div className="stack" role="alert">
      <p className="notice stop">
        {t("desk.cases.overtaken", {
          fate,
          version: read.version,
          state: now.state,
          name: nameOf(now.decidedBy),
          when,
        })}
      </p>
      {now.decisionReasons !== null && <blockquote className="said">{now.decisionReasons}</blockquote>}
      {form.isDirty && <Typed one={one} form={form} />}
      {fate === "replaced" && (
        <div className="buttons">
          <Button look="primary" onClick={props.onRead}>
            {t("desk.cases.overtaken.read")}
          </Button>
        </div>
      )}
    </div>
  );
}

/** Words that came too late are kept as a note of the case, or dropped by whoever wrote them: never by the page. */
function Typed({ one, form }: { readonly one: CaseAnswer; readonly form: FormOf<Decision> }) {
  const { t } = useWords();
  const typed = form.values.reasons;
  const note = useActForm({
    path: `cases/${one.id}/notes`,
    initial: { text: typed },
    done: t("desk.cases.overtaken.kept"),
    onDone: form.reset,
  });
  return (
    <Form
      form={note}
      submit={t("desk.cases.overtaken.keep")}
      actions={
        <Button look="quiet" onClick={form.reset}>
          {t("desk.cases.overtaken.drop")}
        </Button>
      }
    >
      <TextField form={note} name="text" isLong label={t("desk.cases.overtaken.typed")} />
    </Form>
  );
}
