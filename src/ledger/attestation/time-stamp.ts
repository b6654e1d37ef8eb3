import { hash, randomBytes, X509Certificate } from "node:crypto";
import { fromBER, Integer, ObjectIdentifier, OctetString, Sequence } from "asn1js";
import {
  AlgorithmIdentifier,
  Certificate,
  MessageImprint,
  SignedData,
  TimeStampReq,
  TimeStampResp,
  TSTInfo,
} from "pkijs";

/** What a time-stamping authority answered. `token` is its whole reply, as `openssl ts -verify -in` reads it. */
export type TimeStamp =
  | { readonly ok: true; readonly token: Buffer; readonly at: Date }
  | {
      readonly ok: false;
      readonly code: /** No answer in time, or none that is HTTP 200. */
        | "unavailable"
        /** It says no. */
        | "rejected"
        /** What came back is no reply, or one to another question. */
        | "malformed"
        /** Its signature, or the way from its certificate to those that are trusted, does not verify. */
        | "untrusted";
    };

const SHA256 = "2.16.840.1.101.3.4.2.1";
/** Source: RFC 3161 §2.4.2: content type of what is stamped; §2.3: what the certificate of an authority is for. */
const TST_INFO = "1.2.840.113549.1.9.16.1.4";
const EXTENDED_KEY_USAGE = "2.5.29.37";
const TIME_STAMPING = "1.3.6.1.5.5.7.3.8";
/** Source: RFC 5816 §2.2.1: the attribute that names the certificate by its hash, and the older one by SHA-1. */
const SIGNING_CERTIFICATE_V2 = "1.2.840.113549.1.9.16.2.47";
const SIGNING_CERTIFICATE = "1.2.840.113549.1.9.16.2.12";
const HASHES: { readonly [oid: string]: string } = {
  [SHA256]: "sha256",
  "2.16.840.1.101.3.4.2.2": "sha384",
  "2.16.840.1.101.3.4.2.3": "sha512",
};
const GRANTED = [0, 1];
const NONCE_BYTES = 16;
const LIMIT_MS = 20_000;
/** Bytes. A token with its certificates is 1 to 10 kB. */
const MAX_REPLY = 262_144;

export type TimeStampAuthority = {
  readonly url: string;
  /** PEM certificates that its own must lead to; without any, its signature is checked and its certificate believed. */
  readonly roots: readonly string[];
};

/**
 * Asks for a time stamp over SHA-256 of these bytes.
 *
 * Refuses as `TimeStamp` says; never throws for what comes from outside. Source: RFC 3161, RFC 5816.
 */
export async function requestTimeStamp(
  { url, roots }: TimeStampAuthority,
  bytes: Uint8Array,
  now: Date,
  signal?: AbortSignal,
): Promise<TimeStamp> {
  const nonce = randomBytes(NONCE_BYTES);
  // A positive number: its first bit would be a sign.
  nonce[0] = ((nonce[0] as number) & 0x7f) | 0x40;
  const reply = await ask(url, queryOf(bytes, nonce), signal);
  if (reply === undefined) return { ok: false, code: "unavailable" };
  try {
    return await readReply(reply, bytes, nonce, roots, now);
  } catch {
    // Whatever a parser makes of it: it is no reply.
    return { ok: false, code: "malformed" };
  }
}

function queryOf(bytes: Uint8Array, nonce: Buffer): Buffer {
  const query = new TimeStampReq({
    version: 1,
    messageImprint: new MessageImprint({
      hashAlgorithm: new AlgorithmIdentifier({ algorithmId: SHA256 }),
      hashedMessage: new OctetString({ valueHex: hash("sha256", bytes, "buffer") }),
    }),
    nonce: new Integer({ valueHex: nonce }),
    certReq: true,
  });
  return Buffer.from(query.toSchema().toBER());
}

async function ask(url: string, query: Buffer, signal?: AbortSignal): Promise<Buffer | undefined> {
  const limit = AbortSignal.timeout(LIMIT_MS);
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/timestamp-query", accept: "application/timestamp-reply" },
      body: new Uint8Array(query),
      redirect: "error",
      signal: signal === undefined ? limit : AbortSignal.any([limit, signal]),
    });
    return response.status === 200 ? await readAtMost(response, MAX_REPLY) : undefined;
  } catch {
    // No connection, or none in time: asked again in a while.
    return undefined;
  }
}

/** Undefined: there is more. What follows is not waited for. */
async function readAtMost(response: Response, most: number): Promise<Buffer | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > most) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function readReply(
  reply: Buffer,
  bytes: Uint8Array,
  nonce: Buffer,
  roots: readonly string[],
  now: Date,
): Promise<TimeStamp> {
  const { status, timeStampToken } = TimeStampResp.fromBER(new Uint8Array(reply));
  if (!GRANTED.includes(status.status)) return { ok: false, code: "rejected" };
  const signed = new SignedData({ schema: timeStampToken?.content });
  const content = signed.encapContentInfo.eContent?.getValue();
  const info = TSTInfo.fromBER(content ?? new ArrayBuffer(0));
  const imprint = Buffer.from(info.messageImprint.hashedMessage.valueBlock.valueHexView);
  const isOurs =
    signed.encapContentInfo.eContentType === TST_INFO &&
    imprint.equals(hash("sha256", bytes, "buffer")) &&
    info.messageImprint.hashAlgorithm.algorithmId === SHA256 &&
    Buffer.from(info.nonce?.valueBlock.valueHexView ?? []).equals(nonce);
  // What comes behind would be kept with the token, and is signed by nobody.
  if (!isOurs || fromBER(new Uint8Array(reply)).offset !== reply.length) return { ok: false, code: "malformed" };
  const trustedCerts = roots.map((pem) => Certificate.fromBER(new Uint8Array(new X509Certificate(pem).raw)));
  const isTrusted = await isSignedBy(signed, bytes, trustedCerts, now);
  return isTrusted ? { ok: true, token: reply, at: info.genTime } : { ok: false, code: "untrusted" };
}

async function isSignedBy(
  signed: SignedData,
  bytes: Uint8Array,
  trustedCerts: Certificate[],
  checkDate: Date,
): Promise<boolean> {
  const data = new Uint8Array(bytes).buffer;
  const how = { signer: 0, data, trustedCerts, checkChain: trustedCerts.length > 0, checkDate };
  try {
    const { signatureVerified, signerCertificate } = await signed.verify({ ...how, extendedMode: true });
    if (signatureVerified !== true || !signerCertificate || signed.signerInfos.length !== 1) return false;
    return isOfAuthority(signerCertificate) && isNamed(signed, signerCertificate);
  } catch {
    // It throws where it cannot verify.
    return false;
  }
}

/** Any certificate of the same root, of a web server for instance, would stamp otherwise. Source: RFC 3161 §2.3. */
function isOfAuthority({ extensions = [] }: Certificate): boolean {
  const usages = extensions.filter(({ extnID }) => extnID === EXTENDED_KEY_USAGE);
  const { critical, extnValue } = usages[0] ?? {};
  if (usages.length !== 1 || critical !== true || extnValue === undefined) return false;
  const { result } = fromBER(extnValue.valueBlock.valueHexView);
  const [purpose, ...more] = itemsOf(result);
  return purpose instanceof ObjectIdentifier && purpose.getValue() === TIME_STAMPING && more.length === 0;
}

/** Whether what was signed says by which certificate: another of the same key may not take its place. */
function isNamed(signed: SignedData, certificate: Certificate): boolean {
  const attributes = signed.signerInfos[0]?.signedAttrs?.attributes ?? [];
  const attribute = attributes.find(({ type }) => type === SIGNING_CERTIFICATE_V2 || type === SIGNING_CERTIFICATE);
  const [ids] = itemsOf(attribute?.values[0]);
  const id = itemsOf(itemsOf(ids)[0]);
  const hashed = id.find((item) => item instanceof OctetString);
  const named = id[0] instanceof Sequence ? itemsOf(id[0])[0] : undefined;
  const oid = named instanceof ObjectIdentifier ? named.getValue() : SHA256;
  const algorithm = attribute?.type === SIGNING_CERTIFICATE ? "sha1" : HASHES[oid];
  if (hashed === undefined || algorithm === undefined) return false;
  const bytes = Buffer.from(certificate.toSchema(false).toBER());
  return hash(algorithm, bytes, "buffer").equals(Buffer.from(hashed.valueBlock.valueHexView));
}

/** What is in a sequence; nothing in what is none. */
function itemsOf(block: unknown): readonly unknown[] {
  return block instanceof Sequence ? block.valueBlock.value : [];
}
