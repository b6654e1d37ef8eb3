import { type RefObject, useLayoutEffect } from "react";

/**
 * Keeps the row in focus in view when a newer one comes in above it: it would end below the bar at the bottom.
 * A reader who has scrolled away from it stays where they are.
 * Source: WCAG 2.2, 2.4.11.
 */
export function useFocusInView(list: RefObject<HTMLElement | null>, newest: string | undefined): void {
  useLayoutEffect(() => {
    const focused = document.activeElement;
    if (focused === null || !list.current?.contains(focused)) return;
    const newestHeight = list.current.firstElementChild?.getBoundingClientRect().height ?? 0;
    const topBefore = focused.getBoundingClientRect().top - newestHeight;
    if (topBefore >= 0 && topBefore < innerHeight) focused.scrollIntoView({ block: "nearest", behavior: "instant" });
  }, [list, newest]);
}
