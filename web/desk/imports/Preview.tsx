import type { ImportPreviewRow } from "../../../src/missions/wire.ts";
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
    ["action", (row: ImportPreviewRow) => t("desk.imports.action", { action: row.action })],
    ["reference", (row: ImportPreviewRow) => row.reference],
    ["window", windowText],
    ["purpose", (row: ImportPreviewRow) => purposeName(row.purpose)],
    ["staff", (row: ImportPreviewRow) => row.staff.join(", ")],
    ["customer", (row: ImportPreviewRow) => row.customer.reference],
    ["has", has],
  ] as const;
  return (
    <section className="stack">
      <h3>{t("desk.imports.preview", { count: rows.length })}</h3>
      <table className="table" role="table">
        <caption className="visually-hidden">{t("desk.imports.preview", { count: rows.length })}</caption>
        <thead role="rowgroup">
          <tr role="row">
            <th scope="col" role="columnheader">
              {t("desk.imports.line")}
            </th>
            {columns.map(([name]) => (
              <th key={name} scope="col" role="columnheader">
                {t(`desk.imports.preview.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((row) => (
            <tr key={row.line} role="row">
              <th scope="row" role="rowheader">
                {t("desk.imports.line.of", { line: row.line })}
              </th>
              {columns.map(([name, cell]) => (
                <td key={name} role="cell" data-title={t(`desk.imports.preview.${name}`)}>
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
