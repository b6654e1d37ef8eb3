import type { AttemptId, CaseId, CustomerId, DeskUserId, ReportId, StaffId } from "../base/ids.ts";
import { joinParts } from "./cipher.ts";

/** Whose data it is. */
export type Subject = CustomerId | StaffId;

export const CONTACT_FIELDS = ["displayName", "phone", "email", "address", "accessNotes"] as const;
export type ContactField = (typeof CONTACT_FIELDS)[number];

/** What keyed hashes are made for: one key each, so that a hash of one kind says nothing about another. */
export type HashKind =
  | "attempt"
  | "code"
  | "form"
  | "idempotency"
  | "missionCode"
  | "part"
  | "reason"
  | "receipt"
  | "receiptIndex"
  | "reference"
  | "request"
  | "sender"
  | "signIn"
  | "visitLink";

/**
 * What may be sealed without a subject, until it is sent or filed: the phone of a sender nobody here owns, a part of a
 * text, a word that came while the database was away, what somebody wrote who reports, a step of a sign-in.
 */
export type TenantPurpose = "answer" | "notice" | "part" | "signal" | "signIn" | "spool";

export type SuppressionKind = "opt_out" | "pair_cut";
export type ShredReason = "erasure_request" | "retention_ended";

/** The subject of the secret that keyed hashes are made with: rotated like any other key, never shredded. */
export const TENANT_SUBJECT = "tenant";

/**
 * What each seal is bound to. The first part names the use and the version of its shape; ids and fields follow, so that
 * a ciphertext copied to another row, field, subject or tenant does not open there. The version of the tenant key binds
 * the wrapping only: rotation rewraps keys and never touches data.
 */
export const context = {
  key: (tenant: number, subject: string, keyVersion: number) =>
    joinParts(["paravent/key/1", tenant, subject, keyVersion]),
  contact: (tenant: number, subject: string, scope: string, field: ContactField) =>
    joinParts(["paravent/contact/1", tenant, subject, scope, field]),
  text: (tenant: number, customer: CustomerId, attempt: AttemptId) =>
    joinParts(["paravent/text/1", tenant, customer, attempt]),
  record: (tenant: number, record: CaseId | DeskUserId | ReportId, part: string) =>
    joinParts(["paravent/record/1", tenant, record, part]),
  tenant: (tenant: number, purpose: TenantPurpose, keyVersion: number) =>
    joinParts(["paravent/tenant/1", tenant, purpose, keyVersion]),
};

/** What each derived key is for. */
export const use = {
  commitment: joinParts(["paravent/use/commitment/1"]),
  hash: (kind: HashKind) => joinParts(["paravent/use/hash/1", kind]),
  index: (tenant: number, field: "phone") => joinParts(["paravent/use/index/1", tenant, field]),
  seal: (tenant: number, purpose: TenantPurpose) => joinParts(["paravent/use/seal/1", tenant, purpose]),
  wrap: (tenant: number) => joinParts(["paravent/use/wrap/1", tenant]),
};

/** What a hashed or sealed phone must look like: any other spelling would be another person. */
export function isE164(phone: string): boolean {
  return /^\+[1-9]\d{6,14}$/.test(phone);
}

/** A version of the tenant key as a database knows it. */
export type KnownKey = {
  readonly version: number;
  readonly kekFingerprint: Buffer;
  readonly indexFingerprint: Buffer;
  readonly isDemo: boolean;
  readonly isKekRetired: boolean;
  readonly isIndexRetired: boolean;
};

/** A version of the tenant key as somebody holds it; a part that was retired is undefined. */
export type HeldKey = {
  readonly version: number;
  readonly kekFingerprint: Buffer | undefined;
  readonly indexFingerprint: Buffer | undefined;
};

export type KeyRefusal = "wrong_key_file" | "demo_key_in_production";

/**
 * Whether these held keys are those a database was written with: every part that is not retired, bit for bit. A demo
 * key, or data written with one, is refused in production: everybody who ran the demo may hold it.
 */
export function judgeKeys(
  known: readonly KnownKey[],
  held: readonly HeldKey[],
  facts: { readonly isDemo: boolean; readonly isProduction: boolean },
): KeyRefusal | undefined {
  if (facts.isProduction && (facts.isDemo || known.some(({ isDemo }) => isDemo))) return "demo_key_in_production";
  const byVersion = new Map(held.map((key) => [key.version, key]));
  const fits = known.every(({ version, kekFingerprint, indexFingerprint, isKekRetired, isIndexRetired }) => {
    const key = byVersion.get(version);
    const fitsKek = isKekRetired || key?.kekFingerprint?.equals(kekFingerprint);
    const fitsIndex = isIndexRetired || key?.indexFingerprint?.equals(indexFingerprint);
    return fitsKek === true && fitsIndex === true;
  });
  return fits ? undefined : "wrong_key_file";
}
