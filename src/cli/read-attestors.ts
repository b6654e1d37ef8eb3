import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Config } from "../base/config.ts";
import type { Policy, TimeStampAuthority } from "../ledger/index.ts";
import { parsePolicy } from "../ledger/index.ts";

/** Who outside the company vouches for the ledger. */
export type Attestors = { readonly policy: Policy | undefined; readonly authority: TimeStampAuthority | undefined };
export type AttestorsResult =
  | { readonly ok: true; readonly attestors: Attestors }
  | { readonly ok: false; readonly refusal: string };

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

class Wrong extends Error {}

/** Reads the files that the configuration names, or says in one sentence what is wrong with one. */
export function readAttestors({ witnessPolicy, tsaUrl, tsaCa }: Config): AttestorsResult {
  try {
    const policy = witnessPolicy === undefined ? undefined : readPolicy(witnessPolicy);
    const roots = tsaCa === undefined ? [] : readRoots(tsaCa);
    return { ok: true, attestors: { policy, authority: tsaUrl === undefined ? undefined : { url: tsaUrl, roots } } };
  } catch (error) {
    if (error instanceof Wrong) return { ok: false, refusal: error.message };
    throw error;
  }
}

function readPolicy(file: string): Policy {
  const read = parsePolicy(readText("PARAVENT_WITNESS_POLICY", file));
  if (!read.ok) throw new Wrong(`PARAVENT_WITNESS_POLICY: ${file}, line ${read.line}: ${read.why}`);
  if (read.policy.witnesses.every(({ url }) => url === undefined)) {
    throw new Wrong(`PARAVENT_WITNESS_POLICY: ${file} gives no witness an address, so that none could be asked`);
  }
  return read.policy;
}

function readRoots(file: string): readonly string[] {
  const roots = readText("PARAVENT_TSA_CA", file).match(CERTIFICATE) ?? [];
  if (roots.length === 0 || !roots.every(isCertificate)) {
    throw new Wrong(`PARAVENT_TSA_CA: ${file} holds no certificates that can be read (PEM)`);
  }
  return roots;
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).raw.length > 0;
  } catch {
    // OpenSSL's own words of what is wrong say less than the name of the file.
    return false;
  }
}

function readText(setting: string, file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
    throw new Wrong(`${setting}: ${file} could not be read (${code})`, { cause: error });
  }
}
