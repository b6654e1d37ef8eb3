const QUOTE = '"';
const SPACE_AT_AN_END = /^\s|\s$/;

/**
 * Cells of a row in the spelling of nearly every row: each cell bare, or between one pair of quotes. Undefined for what
 * takes more care (spaces around a cell, quotes in quotes, quotes in the middle): the parser reads those, at five times
 * the time.
 */
export function plainCells(text: string, separator: string): string[] | undefined {
  if (text.includes("\n")) return undefined;
  const cells: string[] = [];
  for (let start = 0; start <= text.length; ) {
    const isQuoted = text.startsWith(QUOTE, start);
    const from = isQuoted ? start + 1 : start;
    const found = text.indexOf(isQuoted ? QUOTE : separator, from);
    const end = found === -1 ? text.length : found;
    const cell = text.slice(from, end);
    const next = isQuoted ? end + 1 : end;
    if (isQuoted ? !endsAt(text, separator, next) : cell.includes(QUOTE) || SPACE_AT_AN_END.test(cell))
      return undefined;
    cells.push(cell);
    start = next + separator.length;
  }
  return cells;
}

/** Whether a quoted cell is over here: `next` is after its closing quote, or past the end where there is none. */
function endsAt(text: string, separator: string, next: number): boolean {
  return next === text.length || (next < text.length && text.startsWith(separator, next));
}
