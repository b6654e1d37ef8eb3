import type { ReactNode } from "react";
import "./parts.css";

export type Fact = readonly [name: string, value: ReactNode];

/** What is so about one thing: names with their values, in two columns where there is room. */
export function Facts({ facts }: { readonly facts: readonly (Fact | false)[] }) {
  return (
    <dl className="facts">
      {facts.map(
        (fact) =>
          fact !== false && (
            <div key={fact[0]}>
              <dt>{fact[0]}</dt>
              <dd>{fact[1]}</dd>
            </div>
          ),
      )}
    </dl>
  );
}

/** A part of a page with its name. */
export function Section(props: {
  readonly title: string;
  readonly lead?: string;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <section className="section stack">
      <div className="section-head">
        <h2>{props.title}</h2>
        {props.actions && <div className="buttons no-print">{props.actions}</div>}
        {props.lead !== undefined && <p className="soft">{props.lead}</p>}
      </div>
      {props.children}
    </section>
  );
}
