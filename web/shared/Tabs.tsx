import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from "react";

export type TabOf = { readonly id: string; readonly title: ReactNode; readonly content: ReactNode };

/**
 * Parts of one page of which one is seen. Arrow keys go from one to the next, Enter shows it. `chosen` belongs in the
 * address, so that a reload shows the same part. Source: WAI-ARIA APG, Tabs with manual activation.
 */
export function Tabs(props: {
  readonly label: string;
  readonly tabs: readonly TabOf[];
  readonly chosen: string;
  readonly onChoose: (id: string) => void;
  /** Parts that were shown stay as they are behind the one that is seen: what was typed in them too. */
  readonly keepsParts?: boolean;
}) {
  const { tabs, chosen, keepsParts = false } = props;
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const shown = tabs.find((tab) => tab.id === chosen) ?? tabs[0];
  const [seen, setSeen] = useState<readonly string[]>([]);
  if (shown !== undefined && !seen.includes(shown.id)) setSeen([...seen, shown.id]);
  const kept = tabs.filter((tab) => tab === shown || (keepsParts && seen.includes(tab.id)));
  const move = (event: KeyboardEvent): void => {
    const all = [...(list.current?.querySelectorAll<HTMLElement>("[role=tab]") ?? [])];
    const at = all.indexOf(document.activeElement as HTMLElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    all.at(to % all.length)?.focus();
  };
  return (
    <div>
      <div ref={list} role="tablist" aria-label={props.label} className="tab-list no-print">
        {tabs.map((tab) => (
          <button
            key={tab.id}
            id={`${id}-${tab.id}`}
            type="button"
            role="tab"
            className="tab"
            aria-selected={tab === shown}
            aria-controls={kept.includes(tab) ? `${id}-panel-${tab.id}` : undefined}
            tabIndex={tab === shown ? 0 : -1}
            onClick={() => props.onChoose(tab.id)}
            onKeyDown={move}
          >
            {tab.title}
          </button>
        ))}
      </div>
      {kept.map((tab) => (
        <div
          key={tab.id}
          id={`${id}-panel-${tab.id}`}
          role="tabpanel"
          aria-labelledby={`${id}-${tab.id}`}
          tabIndex={0}
          hidden={tab !== shown}
        >
          {tab.content}
        </div>
      ))}
    </div>
  );
}
