import type { ReactNode } from "react";
import "./parts.css";

export type Fact = readonly [name: string, value: ReactNode, look?: "mono" | "number"];

/** What is so about one thing: names with their values, in two columns where there is room. */
export function Facts({ facts }: { readonly facts: readonly (Fact | false)[] }) {
  return (
    <dl className="facts">
      {facts.map(
        (fact) =>
          fact !== false && (
            <div key={fact[0]}>
              <dt>{fact[0]}</dt>
              <dd className={fact[2]}>{fact[1]}</dd>
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
      </div>
      {props.lead !== undefined && <p className="soft section-lead">{props.lead}</p>}
      {props.children}
    </section>
  );
}
