import type { Column } from "./Table.tsx";

/** A few rows that are all there: nothing to sort, to filter or to turn a page of. On a narrow screen each row is a card. */
export function PlainTable<Row>(props: {
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
}) {
  const { columns } = props;
  // Said anew: a row that is laid out as a card is no row to some screen readers.
  return (
    <table className="table" role="table">
      <caption className="visually-hidden">{props.caption}</caption>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map(({ id, title, isNumber }) => (
            <th key={id} scope="col" role="columnheader" className={isNumber ? "figure" : ""}>
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {props.rows.map((row) => (
          <tr key={props.keyOf(row)} role="row">
            {columns.map(({ id, title, cell, isNumber }, n) =>
              n === 0 ? (
                <th key={id} scope="row" role="rowheader">
                  {cell(row)}
                </th>
              ) : (
                <td key={id} role="cell" data-title={title} className={isNumber ? "figure" : ""}>
                  {cell(row)}
                </td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
