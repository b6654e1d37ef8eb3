import type { SignInRefusal } from "./wire.ts";

export const SIGN_IN_STATUS = {
  sign_in_refused: 401,
  sign_in_expired: 401,
  sign_in_too_often: 429,
  invitation_invalid: 401,
  password_too_easy: 422,
  provider_missing: 404,
  provider_unavailable: 502,
} as const satisfies { readonly [code in SignInRefusal]: number };
