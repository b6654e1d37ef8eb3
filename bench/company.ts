/** The company that every part works for: phones of the ranges kept for fiction, and enough masked numbers. */

const STAFF = 400;

export const STAFF_PHONES: readonly string[] = Array.from({ length: STAFF }, (_, n) => `+33639989${pad(n, 3)}`);

/** One for each counterpart that one person has within a quarantine: 250 visits a staff member, and some to spare. */
export const NUMBERS: readonly string[] = Array.from({ length: 320 }, (_, n) => `+3393700${pad(n, 4)}`);

/** 10,000 phones, then the same again: those of staff are left out, the last thousand are British. */
export function customerPhone(n: number): string {
  const phone = n % 10_000;
  return phone < 9_000 ? `+3363998${pad(phone, 4)}` : `+447700900${pad(phone % 1_000, 3)}`;
}

function pad(n: number, digits: number): string {
  return String(n).padStart(digits, "0");
}
