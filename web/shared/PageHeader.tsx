import { type ReactNode, useEffect, useRef } from "react";

/** Whether a page was shown before: the first one takes the focus from nobody. */
let hasShown = false;

/**
 * The top of a page: its name, what it is for, what can be done on it. Gives the window its title, and takes the focus
 * when the page follows another, so that a screen reader says where one is.
 */
export function PageHeader(props: {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly actions?: ReactNode;
  /** What stands beside the title: badges. */
  readonly beside?: ReactNode;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  const { title } = props;
  useEffect(() => {
    document.title = `${title} · Paravent`;
  }, [title]);
  useEffect(() => {
    if (hasShown) heading.current?.focus();
    hasShown = true;
  }, []);
  return (
    <header className="page-header">
      <div className="page-title">
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {props.beside}
      </div>
      {props.actions && <div className="buttons no-print">{props.actions}</div>}
      {props.lead && <p className="lead-text soft">{props.lead}</p>}
    </header>
  );
}
