import { CONTRACTOR } from "./contractor.ts";
import { EMPLOYEE_FR } from "./employee-fr.ts";
import { GENERIC } from "./generic.ts";
import { PLATFORM_FR } from "./platform-fr.ts";
import type { Regime, RegimeName } from "./regime.ts";

export const REGIMES: { readonly [name in RegimeName]: Regime } = {
  "employee-fr": EMPLOYEE_FR,
  "platform-fr": PLATFORM_FR,
  contractor: CONTRACTOR,
  generic: GENERIC,
};
