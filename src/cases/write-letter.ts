import type { CaseId } from "../base/ids.ts";
import type { Language } from "../base/text.ts";
import type { LetterKind, LetterValues } from "../charter/index.ts";
import { checkLetter, letter } from "../charter/index.ts";
import type { Tx } from "../store/index.ts";
import type { Acted, DeskActor } from "./on-case.ts";
import { mayWork, onCase } from "./on-case.ts";

/** A letter of the case from the charter's template, for whoever handles it to print. It names nobody who reported. */
export async function writeLetter(
  tx: Tx,
  id: CaseId,
  actor: DeskActor,
  { kind, values, language }: { readonly kind: LetterKind; readonly values: LetterValues; readonly language: Language },
): Promise<Acted<string, string> | undefined> {
  return onCase<string, string>(tx, id, { event: "cases.write-letter", actor }, async (facts) => {
    const works = await mayWork(tx, facts, "handler", actor);
    if (!works.ok) return works;
    const checked = checkLetter(kind, values);
    if (!checked.ok) return { ok: false, code: checked.code, more: { value: checked.value } };
    return { ok: true, value: letter(kind, values, language), entry: { kind } };
  });
}
