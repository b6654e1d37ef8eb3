import { expect, test } from "vitest";
import { hasContacts, withoutContacts } from "./contacts.ts";

test.for([
  ["Mon numéro est le 06 39 98 10 42, merci", "Mon numéro est le •••••, merci"],
  ["+33 (0)6.39.98.10.42", "•••••"],
  ["joignable au +33 6 39-98-12-34.", "joignable au •••••."],
  ["écrivez à lea@example.com ou 0639981042.", "écrivez à ••••• ou •••••."],
  ["<lea@example.com>", "<•••••>"],
  ["Depuis le 12/03/2026, 0639981042 m’écrit", "Depuis le 12/03/2026, ••••• m’écrit"],
  ["00 33 6 39 98 10 42 et 0033639981042", "••••• et •••••"],
] as const)("%j without how to reach anybody is %j", ([text, shown]) => {
  expect(withoutContacts(text)).toBe(shown);
  expect(hasContacts(text)).toBe(true);
});

test.for([
  "Le 12/03/2026 à 14h30, puis à 18 h",
  "Vous lui avez écrit le 12/03/2026 à 14:30 puis à 15h05.",
  "Le 12/03/2026 14:30, le 13.03.2026 15:30",
  "Entre le 2026-03-12 et le 2026-04-14, trois messages.",
  "au 12 rue des Tilleuls, 69003 Lyon",
  "Trois visites, 2 appels, 1 texte.",
  "à @midi",
])("%j reaches nobody", (text) => {
  expect(withoutContacts(text)).toBe(text);
  expect(hasContacts(text)).toBe(false);
});
