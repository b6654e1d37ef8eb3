import type { ReactNode } from "react";

/** Drawn on 24 × 24 by strokes of the text's colour. Decoration only: the words beside them say it. */
const DRAWINGS = {
  bubble: (
    <path d="M20 11.5c0 3.9-3.6 7-8 7-1 0-2-.2-2.9-.5L4 19.5l1.4-3.7C4.5 14.6 4 13.1 4 11.5c0-3.9 3.6-7 8-7s8 3.1 8 7Z" />
  ),
  call: (
    <path d="M6.5 4h3l1.5 4-2 1.5a12 12 0 0 0 5.5 5.5l1.5-2 4 1.5v3c0 .8-.7 1.5-1.5 1.5C11 18.6 5.4 13 5 5.5 5 4.7 5.7 4 6.5 4Z" />
  ),
  check: <path d="m5 12.5 4.5 4.5L19 7.5" />,
  clock: <path d="M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16Zm0-12v4.5l3 2" />,
  eye: (
    <path d="M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12Zm9.5 3a3 3 0 1 0 0-6 3 3 0 0 0 0 6Z" />
  ),
  pin: <path d="M12 21s7-6 7-11.5a7 7 0 0 0-14 0C5 15 12 21 12 21Zm0-9a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z" />,
  screen: <path d="M3.5 7.5 9 5.5v13l-5.5-2v-9ZM9 5.5l6 2v9l-6 2M15 7.5l5.5-2v13l-5.5-2" />,
  send: <path d="M4.5 12 4 5l16.5 7L4 19l.5-7Zm0 0H12" />,
  stop: <path d="M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16ZM6.5 6.5l11 11" />,
} as const satisfies Record<string, ReactNode>;

export type IconName = keyof typeof DRAWINGS;

export function Icon({ name, size = 20 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg viewBox="0 0 24 24" width={size} height={size} aria-hidden="true">
      {DRAWINGS[name]}
    </svg>
  );
}
