import { useRead } from "../../shared/api.ts";
import { ACKNOWLEDGEMENTS, CHARTERS, LESSONS, NOTICES } from "../addresses.ts";
import type { Acknowledgement, Charter, Items, Lesson, Notice } from "../wire.ts";
import { charterToKnow } from "./charter-to-know.ts";

/** ms. What staff are held to changes some times a year. */
const FRESH_MS = 10 * 60_000;
const fresh = { staleTime: FRESH_MS } as const;

export function useTexts() {
  const charters = useRead<Items<Charter>>(CHARTERS, fresh);
  const acknowledged = useRead<Items<Acknowledgement>>(ACKNOWLEDGEMENTS, fresh);
  const notices = useRead<Items<Notice>>(NOTICES, fresh);
  const lessons = useRead<Items<Lesson>>(LESSONS, fresh);
  return { charters, acknowledged, notices, lessons };
}

/** How many texts wait to be read and confirmed. Lessons are offered, not counted. */
export function useToRead(): number {
  const { charters, acknowledged, notices } = useTexts();
  if (charters.data === undefined || acknowledged.data === undefined || notices.data === undefined) return 0;
  const known = charterToKnow(charters.data.items, acknowledged.data.items);
  const isCharterOpen = known !== undefined && known.givenAt === undefined;
  return (isCharterOpen ? 1 : 0) + notices.data.items.filter(({ receivedAt }) => receivedAt === null).length;
}
