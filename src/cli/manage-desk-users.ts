import { deskUserRequest, inviteDeskUser } from "../people/index.ts";
import type { Outcome } from "./command.ts";
import { done, refused } from "./command.ts";
import { withVault } from "./open-store.ts";
import { readOptions } from "./read-options.ts";
import type { Settings } from "./settings.ts";

/** Invites somebody to the desk: the way in for the first admin, who invites the others. */
export async function inviteToDesk(args: readonly string[], settings: Settings): Promise<Outcome | undefined> {
  const text = { type: "string" } as const;
  const given = readOptions(args, { person: text, duty: text, email: text, name: text, depot: text, language: text });
  if (given === undefined || given.positionals.length > 0) return undefined;
  const { person: personReference, name: displayName, ...rest } = given.values;
  const read = deskUserRequest.safeParse({ personReference, displayName, ...rest });
  if (!read.success) {
    const fields = read.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
    return refused(...fields);
  }
  return withVault(settings, async (store, vault) => {
    const invited = await store.transaction((tx) => inviteDeskUser(tx, vault, read.data, { kind: "operator" }));
    if (!invited.ok) return refused(`the account was not made: ${invited.code}`);
    return done(
      `id          ${invited.id}`,
      `invitation  ${invited.invitation}`,
      "The invitation is good once, for 72 hours, and is shown here only: give it to them in person.",
    );
  });
}
