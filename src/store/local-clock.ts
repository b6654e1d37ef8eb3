/**
 * This machine's own clock. For what is measured while the database cannot be asked (an outage), and for nothing
 * that is decided: acts take their instant from the database.
 */
export function localNow(): Date {
  return new Date();
}
