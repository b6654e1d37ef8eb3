import type { ImportPreviewRow } from "../../../src/missions/wire.ts";
import { PlainTable } from "../../shared/PlainTable.tsx";
import { usePurposeName, useWindowText } from "../missions/parts.tsx";
import { useWords } from "../words.ts";

/** The first rows as they were understood. A phone is said to be there, never shown. */
export function Preview({ rows }: { readonly rows: readonly ImportPreviewRow[] }) {
  const { t } = useWords();
  const windowText = useWindowText();
  const purposeName = usePurposeName();
  const has = (row: ImportPreviewRow): string => {
    const { phone, hasEmail, hasAddress, hasAccessNotes } = row.customer;
    const parts = [
      phone === null ? t("desk.imports.has.no-phone") : t("desk.imports.has.phone", { kind: phone }),
      hasEmail && t("desk.imports.has.email"),
      hasAddress && t("desk.imports.has.address"),
      hasAccessNotes && t("desk.imports.has.notes"),
    ];
    return parts.filter(Boolean).join(", ");
  };
  const columns = [
    ["action", ({ action }: ImportPreviewRow) => t("desk.imports.action", { action })],
    ["reference", ({ reference }: ImportPreviewRow) => reference],
    ["window", windowText],
    ["purpose", ({ purpose }: ImportPreviewRow) => purposeName(purpose)],
    ["staff", ({ staff }: ImportPreviewRow) => staff.join(", ")],
    ["customer", ({ customer }: ImportPreviewRow) => customer.reference],
    ["has", has],
  ] as const;
  const title = t("desk.imports.preview", { count: rows.length });
  return (
    <section className="stack">
      <h3>{title}</h3>
      <PlainTable
        caption={title}
        rows={rows}
        keyOf={({ line }) => String(line)}
        columns={[
          { id: "line", title: t("desk.imports.line"), cell: ({ line }) => t("desk.imports.line.of", { line }) },
          ...columns.map(([id, cell]) => ({ id, title: t(`desk.imports.preview.${id}`), cell })),
        ]}
      />
    </section>
  );
}
