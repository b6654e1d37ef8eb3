import { useQueryClient } from "@tanstack/react-query";
import type { DeskSession } from "./duties.ts";

export const SESSION = ["session"];

/** Who is signed in. Pages are shown to nobody else. */
export function useSession(): DeskSession {
  const session = useQueryClient().getQueryData<DeskSession>(SESSION);
  if (session === undefined) throw new Error("could not find who is signed in");
  return session;
}
