import { useMemo } from "react";
import { useLocation, useSearch } from "wouter";

export type Sort = { readonly by: string; readonly isDescending: boolean };

/** What a table shows, as its address says it. */
export type TableView<F extends string> = {
  readonly filters: Readonly<Record<F, string>>;
  /** `"opensAt"` or `"-opensAt"`. */
  readonly sort: string;
  /** Where the page begins, as the page before told; undefined: at the beginning. */
  readonly after: string | undefined;
  readonly page: number;
};

export const sortOf = (sort: string): Sort => ({ by: sort.replace(/^-/, ""), isDescending: sort.startsWith("-") });

/** A second click on a column turns it around. */
export function sortBy(current: string, by: string): string {
  return current === by ? `-${by}` : by;
}

/** Reads a table's state from a query; what it does not know is left alone, what it does not find is the default. */
export function readView<F extends string>(
  query: string,
  filters: Readonly<Record<F, string>>,
  sort: string,
): TableView<F> {
  const params = new URLSearchParams(query);
  const page = Number(params.get("page") ?? "1");
  const named = Object.entries<string>(filters).map(([name, usual]) => [name, params.get(name) ?? usual] as const);
  return {
    filters: Object.fromEntries(named) as Record<F, string>,
    sort: params.get("sort") ?? sort,
    after: params.get("after") ?? undefined,
    page: Number.isInteger(page) && page > 0 ? page : 1,
  };
}

/** The query with some of it changed; what is as usual is not written, so that an address stays short. */
export function writeQuery(
  query: string,
  changes: Readonly<Record<string, string | undefined>>,
  usual: Readonly<Record<string, string>>,
): string {
  const params = new URLSearchParams(query);
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined || value === (usual[name] ?? "")) params.delete(name);
    else params.set(name, value);
  }
  const written = params.toString();
  return written === "" ? "" : `?${written}`;
}

export type TableState<F extends string> = TableView<F> & {
  readonly setFilter: (name: F, value: string) => void;
  readonly setSort: (by: string) => void;
  readonly toNext: (cursor: string) => void;
  readonly toFirst: () => void;
  readonly clear: () => void;
  readonly isFiltered: boolean;
};

/** A table's filters, order and page, in the address: a reload, a link and the back button show the same rows. */
export function useTableState<F extends string>(usual: {
  readonly filters: Readonly<Record<F, string>>;
  readonly sort: string;
}): TableState<F> {
  const query = useSearch();
  const [path, navigate] = useLocation();
  const view = useMemo(() => readView(query, usual.filters, usual.sort), [query, usual.filters, usual.sort]);
  const known: Readonly<Record<string, string>> = { ...usual.filters, sort: usual.sort, page: "1" };
  const go = (changes: Readonly<Record<string, string | undefined>>, replace = false): void =>
    navigate(path + writeQuery(query, changes, known), { replace });
  const first = { after: undefined, page: undefined };
  return {
    ...view,
    // Letters typed into a search are not steps to go back through.
    setFilter: (name, value) => go({ ...first, [name]: value }, true),
    setSort: (by) => go({ ...first, sort: sortBy(view.sort, by) }, true),
    toNext: (cursor) => go({ after: cursor, page: String(view.page + 1) }),
    toFirst: () => go(first),
    clear: () =>
      go({ ...first, ...Object.fromEntries(Object.keys(usual.filters).map((name) => [name, undefined])) }, true),
    isFiltered: Object.entries<string>(view.filters).some(([name, value]) => value !== usual.filters[name as F]),
  };
}
