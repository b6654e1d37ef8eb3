import type { UseQueryResult } from "@tanstack/react-query";
import { useMemo } from "react";
import type { Page } from "../../shared/Table.tsx";
import type { TableState } from "../../shared/table-state.ts";

/** Rows of one page of a list that is read whole. */
const PAGE_ROWS = 50;

/** A list that came whole, filtered and sorted here, as `Table` shows it: page by page, with its state in the address. */
export function useLoaded<Row, F extends string>(
  of: UseQueryResult<{ readonly items: readonly Row[] }>,
  state: TableState<F>,
  shown: (rows: readonly Row[]) => readonly Row[],
): UseQueryResult<Page<Row>> {
  const items = of.data?.items;
  const from = Number(state.after ?? 0);
  const page = useMemo(() => {
    if (items === undefined) return undefined;
    const rows = shown(items);
    const end = from + PAGE_ROWS;
    return { items: rows.slice(from, end), next: end < rows.length ? String(end) : null };
  }, [items, shown, from]);
  return { ...of, data: page } as UseQueryResult<Page<Row>>;
}
