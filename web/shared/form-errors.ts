import type { Problem } from "./retry.ts";

/** Sentences beside fields; a field that is in order is not named. */
export type FieldErrors<V> = { readonly [name in keyof V]?: string | undefined };

/** `customer.phone` of a refused body belongs to the field of that name, or to its first part. */
export function errorsOf<V extends object>(problem: Problem, values: V, sentence: string): FieldErrors<V> {
  const names = Object.keys(values);
  const found = problem.fields.flatMap((field) => {
    const name = names.find((one) => one === field) ?? names.find((one) => one === field.split(".")[0]);
    return name === undefined ? [] : [[name, sentence] as const];
  });
  return Object.fromEntries(found) as FieldErrors<V>;
}
