import { z } from "zod";
import { DUTIES } from "../../base/route.ts";

/** JSON shapes of signing in. A password, a code and an invitation go in and never come out. */

/**
 * Why nobody was signed in. `sign_in_refused` is one answer to a wrong password, an unknown or ended account and one
 * that is locked: which it was is told to nobody.
 */
export type SignInRefusal =
  | "sign_in_refused"
  | "sign_in_too_often"
  | "sign_in_expired"
  | "invitation_invalid"
  | "password_too_easy"
  | "provider_missing"
  | "provider_unavailable";

/** Characters. Source: NIST SP 800-63B-4 §3.1.1.2 (15 alone, 8 with a second factor); 12 where it guards what women told. */
const MIN_PASSWORD_CHARACTERS = 12;
/** Characters. Longer ones are hashed at a cost that somebody else would choose. */
const MAX_PASSWORD_CHARACTERS = 200;
/** Neither control characters nor lone surrogates: two keyboards must give the same bytes. */
const secret = (min: number, max: number) =>
  z
    .string()
    .normalize("NFC")
    .min(min)
    .max(max)
    .refine((text) => !/[\p{Cc}\p{Cs}]/u.test(text), { params: { code: "not_printable" } });

export const emailAddress = z.email().max(254);

export const signInWays = z.strictObject({ ways: z.array(z.enum(["password", "oidc"])) }).meta({ id: "SignInWays" });

export const passwordRequest = z
  .strictObject({ email: emailAddress, password: secret(1, MAX_PASSWORD_CHARACTERS) })
  .meta({ id: "PasswordSignIn" });

export const nextStep = z
  .strictObject({ methods: z.array(z.enum(["totp", "passkey"])) })
  .meta({ id: "SecondFactor", description: "one of them is still needed: nobody is signed in yet" });

const code = z.string().regex(/^\d{6}$/);
export const codeRequest = z.strictObject({ code }).meta({ id: "AuthenticatorCode" });

/** What `navigator.credentials` gives, as JSON. What is in it is read by the library that checks it. */
export const credentialRequest = z
  .strictObject({
    credential: z.looseObject({
      id: z.string().max(2_000),
      rawId: z.string().max(2_000),
      type: z.literal("public-key"),
      response: z.looseObject({}),
      clientExtensionResults: z.looseObject({}).default({}),
    }),
  })
  .meta({ id: "PasskeyCredential" });

/** What `navigator.credentials` is asked with. */
export const credentialOptions = z.looseObject({ challenge: z.string() }).meta({ id: "PasskeyOptions" });

export const acceptRequest = z
  .strictObject({ invitation: z.string().max(100), password: secret(MIN_PASSWORD_CHARACTERS, MAX_PASSWORD_CHARACTERS) })
  .meta({ id: "InvitationAcceptance" });

export const enrolment = z
  .strictObject({
    totp: z.strictObject({ secret: z.string(), uri: z.string() }),
    passkey: credentialOptions,
  })
  .meta({ id: "Enrolment", description: "one of them is still needed: nothing is accepted yet" });

export const sessionAnswer = z
  .strictObject({
    session: z.string(),
    deskUser: z.string(),
    personReference: z.string(),
    duty: z.enum(DUTIES),
  })
  .meta({ id: "Session" });

const WAYS = ["invitation", "totp", "passkey", "oidc", "code"] as const;
export const sessionList = z
  .strictObject({
    items: z.array(
      z.strictObject({
        id: z.string(),
        deskUser: z.string().nullable(),
        staff: z.string().nullable(),
        by: z.enum(WAYS),
        isOwn: z.boolean(),
        beganAt: z.string(),
        seenAt: z.string(),
        endsAt: z.string(),
      }),
    ),
    next: z.null(),
  })
  .meta({ id: "SessionList" });

export const ownSessionList = z
  .strictObject({
    items: z.array(
      z.strictObject({
        id: z.string(),
        isOwn: z.boolean().meta({ description: "the one that asks" }),
        beganAt: z.string(),
        seenAt: z.string(),
        endsAt: z.string(),
      }),
    ),
    next: z.null(),
  })
  .meta({ id: "OwnSessionList" });

export const madeStaffCode = z
  .strictObject({ code: z.string(), endsAt: z.string() })
  .meta({ id: "MadeStaffCode", description: "whoever has it signs in as them, once" });

/** Providers add what they like. */
export const oidcCallback = z.looseObject({
  code: z.string().max(4_000).optional(),
  state: z.string().max(200).optional(),
  iss: z.string().max(500).optional(),
  error: z.string().max(200).optional(),
});

export const staffCodeRequest = z
  .strictObject({ reference: z.string().trim().min(1).max(200) })
  .meta({ id: "StaffCode" });
export const staffSignInRequest = z
  .strictObject({ reference: z.string().trim().min(1).max(200), code })
  .meta({ id: "StaffSignIn" });
