import type { ReactNode } from "react";

/** Drawn on 24 × 24 by strokes of the text's colour. Decoration only: the words beside them say it. */
const DRAWINGS = {
  back: <path d="M14.5 5.5 8 12l6.5 6.5" />,
  bell: <path d="M6 16.5V11a6 6 0 1 1 12 0v5.5l1.5 2h-15l1.5-2ZM10 20.5h4" />,
  book: <path d="M12 6.5C10 5 7 4.5 4 5v13c3-.5 6 0 8 1.5 2-1.5 5-2 8-1.5V5c-3-.5-6 0-8 1.5Zm0 0v13" />,
  bubble: (
    <path d="M20 11.5c0 3.9-3.6 7-8 7-1 0-2-.2-2.9-.5L4 19.5l1.4-3.7C4.5 14.6 4 13.1 4 11.5c0-3.9 3.6-7 8-7s8 3.1 8 7Z" />
  ),
  call: (
    <path d="M6.5 4h3l1.5 4-2 1.5a12 12 0 0 0 5.5 5.5l1.5-2 4 1.5v3c0 .8-.7 1.5-1.5 1.5C11 18.6 5.4 13 5 5.5 5 4.7 5.7 4 6.5 4Z" />
  ),
  check: <path d="m5 12.5 4.5 4.5L19 7.5" />,
  clock: <path d="M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16Zm0-12v4.5l3 2" />,
  door: <path d="M6 20.5v-17h12v17M4 20.5h16M14.5 12v1" />,
  eye: (
    <path d="M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12Zm9.5 3a3 3 0 1 0 0-6 3 3 0 0 0 0 6Z" />
  ),
  file: <path d="M7 3.5h7l4 4v13H7v-17Zm7 0v4h4M10 12h5M10 15.5h5" />,
  flag: <path d="M6 20.5v-17M6 4.5h11.5l-2 4 2 4H6" />,
  home: <path d="M4 11.5 12 5l8 6.5M6 10v9.5h12V10" />,
  list: <path d="M9 6.5h11M9 12h11M9 17.5h11M4.5 6.5h.01M4.5 12h.01M4.5 17.5h.01" />,
  moon: <path d="M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10Z" />,
  more: <path d="M6 11.5h1v1H6Zm5.5 0h1v1h-1Zm5.5 0h1v1h-1Z" />,
  people: (
    <path d="M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7Zm-6 9c0-3.5 2.5-6 6-6s6 2.5 6 6M15.5 4.5a3.5 3.5 0 0 1 0 6M17.5 14.5c2 .8 3.5 2.8 3.5 5.5" />
  ),
  phone: (
    <path d="M8 3h8a1.5 1.5 0 0 1 1.5 1.5v15A1.5 1.5 0 0 1 16 21H8a1.5 1.5 0 0 1-1.5-1.5v-15A1.5 1.5 0 0 1 8 3Zm3 15h2" />
  ),
  pin: <path d="M12 21s7-6 7-11.5a7 7 0 0 0-14 0C5 15 12 21 12 21Zm0-9a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z" />,
  screen: <path d="M3.5 7.5 9 5.5v13l-5.5-2v-9ZM9 5.5l6 2v9l-6 2M15 7.5l5.5-2v13l-5.5-2" />,
  send: <path d="M4.5 12 4 5l16.5 7L4 19l.5-7Zm0 0H12" />,
  scale: <path d="M12 4v16M7 20h10M5 7h14M5 7l-2.5 6h5L5 7Zm14 0-2.5 6h5L19 7Z" />,
  shield: <path d="M12 3.5 5 6v5.5c0 4.5 3 7.5 7 9 4-1.5 7-4.5 7-9V6l-7-2.5Z" />,
  sort: <path d="m8 10 4-4 4 4M8 14l4 4 4-4" />,
  stop: <path d="M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16ZM6.5 6.5l11 11" />,
  walk: <path d="M13 5.5h.01M11 21l1.5-5.5L10 13l1-4.5L8 10v3m3-4.5 2.5-.5 2 3 2.5.5M12.5 15.5 15 18l.5 3" />,
} as const satisfies Record<string, ReactNode>;

export type IconName = keyof typeof DRAWINGS;

export function Icon({ name, size = 20 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg viewBox="0 0 24 24" width={size} height={size} aria-hidden="true">
      {DRAWINGS[name]}
    </svg>
  );
}
