import { expect, test } from "vitest";
import { firstName } from "./rules.ts";

test.for([
  ["Karim Benali", "Karim"],
  ["BENALI Karim", "Karim"],
  ["Mme Lucie Martin", "Lucie"],
  ["Jean-Pierre LE GOFF", "Jean-Pierre"],
  ["Élodie", "Élodie"],
] as const)("of %s she is told %s", ([whole, first]) => {
  expect(firstName(whole)).toBe(first);
});

test.for(["M. Benali", "Mme Martin", "BENALI", "T-42", "Technicien 7 <b>", "+33612345678", "x".repeat(60)])(
  "of %s she is told nothing that may be a family name, a number or markup",
  (whole) => {
    expect(firstName(whole) ?? "").not.toMatch(/Benali|Martin|BENALI|\d|</);
  },
);
