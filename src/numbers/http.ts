import { z } from "zod";
import type { Route } from "../base/route.ts";
import { byOf, route } from "../base/route.ts";
import type { Store } from "../store/index.ts";
import { addNumbers } from "./add-numbers.ts";
import { changeNumber } from "./change-number.ts";
import { listNumbers, numberAnswer } from "./list-numbers.ts";
import type { NumberRefusal } from "./wire.ts";
import * as wire from "./wire.ts";

const STATUS = {
  number_in_use: 409,
  number_invalid: 400,
  number_of_another_tenant: 409,
  number_on_another_carrier: 409,
  report_number_taken: 409,
  unknown_carrier: 400,
  unknown_number: 404,
} as const satisfies { readonly [code in NumberRefusal]: number };

const READ = { machine: "numbers:read", desk: ["dispatcher"] } as const;
const WRITE = { machine: "numbers:write", desk: ["dispatcher"] } as const;

/** `carriers`: names of those this installation is connected to. */
export type NumbersRoutesDeps = {
  readonly store: Store;
  readonly carriers: readonly string[];
  /** Told when a number was added or set aside. */
  readonly onNumbersChanged?: () => Promise<void>;
};

/** `/v1/numbers`: the masked numbers and how tight the pool is. */
export function numbersRoutes({ store, carriers, onNumbersChanged }: NumbersRoutesDeps): readonly Route[] {
  return [
    route({
      id: "numbers.list-numbers",
      method: "GET",
      path: "/v1/numbers",
      audience: READ,
      summary: "The masked numbers, their use and quarantine, and a forecast of how many are needed",
      query: wire.numberQuery,
      answers: { 200: wire.numberList },
      act: async ({ query }) => ({ status: 200, body: await listNumbers(store, await store.now(), query) }),
    }),
    route({
      id: "numbers.add-numbers",
      method: "POST",
      path: "/v1/numbers",
      audience: WRITE,
      summary: "Adds masked numbers to the pool: all of them or, if one is refused, none",
      body: wire.numbersRequest,
      isRepeatable: true,
      answers: { 200: wire.numbersAnswer },
      async act({ body }, caller) {
        if (!carriers.includes(body.carrier)) return { status: STATUS.unknown_carrier, problem: "unknown_carrier" };
        const result = await store.transaction((tx) => addNumbers(tx, body, byOf(caller)));
        if (!("refused" in result)) {
          await onNumbersChanged?.();
          return { status: 200, body: result };
        }
        // By place: what is no masked number may be somebody's own, and errors end in logs.
        const refused = result.refused.map(({ number, code }) => ({
          field: `numbers.${body.numbers.indexOf(number)}`,
          code,
        }));
        const { code } = result.refused[0];
        return { status: STATUS[code], problem: code, more: { refused } };
      },
    }),
    route({
      id: "numbers.change-number",
      method: "PATCH",
      path: "/v1/numbers/:number",
      audience: WRITE,
      summary: "Sets a number aside: reserved is never given by itself, draining to nobody new, one is for reports",
      params: z.strictObject({ number: z.string().max(40) }),
      body: wire.numberPatch,
      answers: { 200: wire.numberAnswer },
      async act({ params, body }, caller) {
        const row = await store.transaction((tx) => changeNumber(tx, params.number, body, byOf(caller)));
        if ("refused" in row) return { status: STATUS[row.refused], problem: row.refused };
        await onNumbersChanged?.();
        return { status: 200, body: numberAnswer(row) };
      },
    }),
  ];
}
