/** From when a list begins, for a day of the reader's own calendar; undefined: from the beginning. */
export function readersSince(day: string): string | undefined {
  const [, year, month, date] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day) ?? [];
  return year === undefined ? undefined : new Date(Number(year), Number(month) - 1, Number(date)).toISOString();
}
