import { timingSafeEqual } from "node:crypto";
import type { MissionId } from "../base/ids.ts";
import { ID_PREFIXES, parseId } from "../base/ids.ts";
import type { Vault } from "../vault/index.ts";

/** 128 bits: nobody finds one by trying. More would only make the text longer that carries the link. */
const MAC_BYTES = 16;
const ID_CHARACTERS = 26;
const PREFIX = `${ID_PREFIXES.mission}_`;
const TOKEN = /^[0-9a-z]{26}[A-Za-z0-9_-]{22}$/;

/**
 * The signed part of a customer's link to her mission: 48 characters, the mission and a keyed hash of it. Nothing is
 * stored: it works as long as there is such a mission, and whoever has it is taken for her. What is shown or asked
 * behind it MUST be what a text to her phone could say; anything more asks for a code.
 */
export function visitToken(vault: Vault, mission: MissionId): string {
  return mission.slice(PREFIX.length) + macOf(vault, mission).toString("base64url");
}

/** The mission a token was signed for, whether there still is one or not. Takes the same time for every wrong one. */
export function openVisitToken(vault: Vault, token: string): MissionId | undefined {
  if (!TOKEN.test(token)) return undefined;
  const mission = parseId("mission", PREFIX + token.slice(0, ID_CHARACTERS));
  if (mission === undefined) return undefined;
  const mac = Buffer.from(token.slice(ID_CHARACTERS), "base64url");
  // The last character has bits to spare: only one spelling of a token counts.
  if (mac.toString("base64url") !== token.slice(ID_CHARACTERS)) return undefined;
  return timingSafeEqual(mac, macOf(vault, mission)) ? mission : undefined;
}

function macOf(vault: Vault, mission: MissionId): Buffer {
  return vault.keyedHash("visitLink", mission).subarray(0, MAC_BYTES);
}
