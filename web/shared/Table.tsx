import type { UseQueryResult } from "@tanstack/react-query";
import { type ReactNode, useEffect, useState } from "react";
import { Link } from "wouter";
import { Button } from "./Button.tsx";
import { Field } from "./Field.tsx";
import type { Option } from "./Form.tsx";
import { Icon } from "./icons.tsx";
import { Empty, Read } from "./States.tsx";
import { sortOf, type TableState } from "./table-state.ts";
import { useWords } from "./words.tsx";

export type Column<Row> = {
  readonly id: string;
  readonly title: string;
  readonly cell: (row: Row) => ReactNode;
  /** The name by which the server sorts; left out: it cannot be sorted by. */
  readonly sort?: string;
  readonly isNumber?: boolean;
};

export type Page<Row> = { readonly items: readonly Row[]; readonly next: string | null };

/**
 * Rows of a list, page by page. On a narrow screen each row is a card. The first column leads to the row's own page.
 * `empty` teaches: what will be here and how it gets here; what filters hid is said by the table itself.
 */
export function Table<Row, F extends string>(props: {
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly of: UseQueryResult<Page<Row>>;
  readonly state: TableState<F>;
  readonly keyOf: (row: Row) => string;
  readonly hrefOf?: (row: Row) => string;
  readonly empty: ReactNode;
  readonly filters?: ReactNode;
}) {
  const { t } = useWords();
  const { state } = props;
  return (
    <section className="table-box" aria-label={props.caption}>
      {props.filters && <div className="table-filters no-print">{props.filters}</div>}
      <Read of={props.of} rows={8}>
        {(page) =>
          page.items.length > 0 ? (
            <>
              <Rows {...props} rows={page.items} />
              <Pages state={state} next={page.next} />
            </>
          ) : state.isFiltered || state.page > 1 ? (
            <Empty
              title={t("face.table.nothing")}
              action={<Button onClick={state.clear}>{t("face.table.clear")}</Button>}
            />
          ) : (
            props.empty
          )
        }
      </Read>
    </section>
  );
}

function Rows<Row, F extends string>(
  props: Omit<Parameters<typeof Table<Row, F>>[0], "of" | "empty"> & { readonly rows: readonly Row[] },
) {
  const { columns, state, rows, keyOf, hrefOf } = props;
  const sorted = sortOf(state.sort);
  // Said anew: a row that is laid out as a card is no row to some screen readers.
  return (
    <table className="table" role="table">
      <caption className="visually-hidden">{props.caption}</caption>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map((column) => (
            <HeadCell
              key={column.id}
              title={column.title}
              isNumber={column.isNumber === true}
              order={
                column.sort === undefined || sorted.by !== column.sort
                  ? "none"
                  : sorted.isDescending
                    ? "descending"
                    : "ascending"
              }
              {...(column.sort !== undefined && { onSort: () => state.setSort(column.sort as string) })}
            />
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((row) => (
          <tr key={keyOf(row)} role="row">
            {columns.map((column, n) => {
              const cell = column.cell(row);
              const content = n === 0 && hrefOf ? <Link href={hrefOf(row)}>{cell}</Link> : cell;
              return n === 0 ? (
                <th key={column.id} scope="row" role="rowheader">
                  {content}
                </th>
              ) : (
                <td key={column.id} role="cell" data-title={column.title} className={column.isNumber ? "figure" : ""}>
                  {content}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function HeadCell(props: {
  readonly title: string;
  readonly isNumber: boolean;
  readonly order: "none" | "ascending" | "descending";
  readonly onSort?: () => void;
}) {
  const { order, onSort } = props;
  const className = props.isNumber ? "figure" : "";
  if (onSort === undefined) {
    return (
      <th scope="col" role="columnheader" className={className}>
        {props.title}
      </th>
    );
  }
  return (
    <th scope="col" role="columnheader" className={className} aria-sort={order}>
      <button type="button" className="sort" onClick={onSort}>
        {props.title}
        <span className={`sort-mark ${order}`} aria-hidden="true">
          <Icon name="sort" size={14} />
        </span>
      </button>
    </th>
  );
}

function Pages<F extends string>({ state, next }: { readonly state: TableState<F>; readonly next: string | null }) {
  const { t } = useWords();
  if (next === null && state.page === 1) return null;
  return (
    <nav className="pages no-print" aria-label={t("face.table.pages")}>
      <p className="soft small">{t("face.table.page", { page: state.page })}</p>
      {state.page > 1 && (
        <>
          <Button onClick={state.toFirst}>{t("face.table.first")}</Button>
          <Button onClick={() => history.back()}>{t("face.table.previous")}</Button>
        </>
      )}
      {next !== null && <Button onClick={() => state.toNext(next)}>{t("face.table.next")}</Button>}
    </nav>
  );
}

export function FilterSelect<F extends string>(props: {
  readonly state: TableState<F>;
  readonly name: F;
  readonly label: string;
  readonly options: readonly Option[];
}) {
  const { state, name } = props;
  return (
    <Field label={props.label}>
      {(ids) => (
        <select
          {...ids}
          className="field"
          value={state.filters[name]}
          onChange={({ target }) => state.setFilter(name, target.value)}
        >
          {props.options.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

/** ms after the last letter: the server is asked once, not at each. */
const TYPING_MS = 300;

export function FilterText<F extends string>(props: {
  readonly state: TableState<F>;
  readonly name: F;
  readonly label: string;
  readonly type?: "search" | "date";
}) {
  const { state, name, type = "search" } = props;
  const shown = state.filters[name];
  const [typed, setTyped] = useState(shown);
  const [known, setKnown] = useState(shown);
  if (known !== shown) {
    // The address changed by itself: back button, or all filters cleared.
    setKnown(shown);
    setTyped(shown);
  }
  useEffect(() => {
    if (typed === shown) return;
    const timer = setTimeout(() => (setKnown(typed), state.setFilter(name, typed)), type === "date" ? 0 : TYPING_MS);
    return () => clearTimeout(timer);
  }, [typed, shown, state, name, type]);
  return (
    <Field label={props.label}>
      {(ids) => (
        <input {...ids} className="field" type={type} value={typed} onChange={({ target }) => setTyped(target.value)} />
      )}
    </Field>
  );
}
