import type { ImportAnswer } from "../../../src/missions/wire.ts";
import { Confirm } from "../../shared/Confirm.tsx";
import { useWords } from "../words.ts";

/** There is no undo: missions are taken back one by one. So what follows is said before. */
export function ConfirmImport(props: {
  readonly tried: ImportAnswer;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}) {
  const { t } = useWords();
  const { accepted, closed, cancelled, rejected } = props.tried;
  const lines = new Set(rejected.map(({ line }) => line)).size;
  const consequences = [
    t("desk.imports.confirm.accepted", { count: accepted }),
    ...(closed + cancelled > 0 ? [t("desk.imports.confirm.ended", { closed, cancelled })] : []),
    ...(lines > 0 ? [t("desk.imports.confirm.rejected", { count: lines })] : []),
    t("desk.imports.confirm.again"),
    t("desk.imports.confirm.undo"),
  ];
  return (
    <Confirm
      title={t("desk.imports.confirm.title")}
      consequences={consequences}
      confirm={t("desk.imports.take", { count: accepted })}
      onConfirm={props.onConfirm}
      onClose={props.onClose}
    />
  );
}
