type Json = Readonly<Record<string, unknown>>;

export const hasPasskeys = (): boolean => typeof PublicKeyCredential === "function";

/** What the device answers with, as JSON; undefined: whoever holds it did not want to, or has none. */
export async function makePasskey(options: Json): Promise<unknown> {
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(
    options as unknown as PublicKeyCredentialCreationOptionsJSON,
  );
  return asJson(() => navigator.credentials.create({ publicKey }));
}

export async function signByPasskey(options: Json): Promise<unknown> {
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(
    options as unknown as PublicKeyCredentialRequestOptionsJSON,
  );
  return asJson(() => navigator.credentials.get({ publicKey }));
}

async function asJson(ask: () => Promise<Credential | null>): Promise<unknown> {
  try {
    const credential = await ask();
    return credential instanceof PublicKeyCredential ? credential.toJSON() : undefined;
  } catch (error) {
    // Refused, cancelled, timed out: the browser tells a page no more than that it did not happen.
    if (error instanceof DOMException) return undefined;
    throw error;
  }
}
