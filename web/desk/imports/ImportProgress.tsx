import type { Page } from "../../shared/Table.tsx";
import { useRead } from "../../shared/api.ts";
import { useWords } from "../words.ts";
import type { ImportRecord } from "./record.ts";

/** ms. Only while a file is being taken in: asked for ever, it would keep a session alive. */
const LOOK_MS = 1_000;

/** How far the import under way is. `rows`: how many the file has, once a trial counted them. */
export function ImportProgress({ isTrial, rows }: { readonly isTrial: boolean; readonly rows: number | undefined }) {
  const words = useWords();
  const { t } = words;
  const running = useRead<Page<ImportRecord>>("/v1/imports?limit=5", { refetchInterval: LOOK_MS }).data?.items.find(
    ({ state, isDryRun }) => state === "running" && isDryRun === isTrial,
  );
  const read = running?.rows ?? 0;
  const label = isTrial ? t("desk.imports.trying") : t("desk.imports.taking");
  return (
    <div className="card progress-card" role="status">
      <p>
        <b>{label}</b> <span className="soft">{t("desk.imports.rows-read", { count: read })}</span>
      </p>
      <progress
        className="progress"
        aria-label={label}
        {...(rows !== undefined && { value: Math.min(read, rows), max: rows })}
      />
      <p className="soft small">{t("desk.imports.stay")}</p>
    </div>
  );
}
