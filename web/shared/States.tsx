import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { problemIn } from "./api.ts";
import { Button } from "./Button.tsx";
import { Icon, type IconName } from "./icons.tsx";
import type { Problem as ProblemOf } from "./retry.ts";
import { problemText, useWords } from "./words.tsx";

/** Shown while something is on its way; said to a screen reader once. */
export function Loading({ rows = 3 }: { readonly rows?: number }) {
  const { t } = useWords();
  return (
    <div className="loading-rows" role="status">
      <span className="visually-hidden">{t("face.loading")}</span>
      {Array.from({ length: rows }, (_, n) => (
        <span key={n} className="loading-row" aria-hidden="true" />
      ))}
    </div>
  );
}

/** What went wrong and what to do; read out at once. */
export function Problem({ problem, onRetry }: { readonly problem: ProblemOf; readonly onRetry?: () => void }) {
  const words = useWords();
  return (
    <div className="notice problem" role="alert">
      <p>{problemText(words, problem)}</p>
      {onRetry && <Button onClick={onRetry}>{words.t("face.retry")}</Button>}
    </div>
  );
}

/** Where there is nothing yet: what will be here, and how it gets here. */
export function Empty(props: {
  readonly title: string;
  readonly icon?: IconName;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}) {
  return (
    <div className="empty">
      <Icon name={props.icon ?? "screen"} size={32} />
      <p className="empty-title">{props.title}</p>
      {props.children && <div className="soft">{props.children}</div>}
      {props.action}
    </div>
  );
}

/** A reading in one of its three states. */
export function Read<T>(props: {
  readonly of: UseQueryResult<T>;
  readonly rows?: number;
  readonly children: (data: T) => ReactNode;
}) {
  const { data, error, refetch } = props.of;
  if (data !== undefined) {
    return (
      <>
        {error !== null && <Problem problem={problemIn(error)} onRetry={() => void refetch()} />}
        {props.children(data)}
      </>
    );
  }
  if (error !== null) return <Problem problem={problemIn(error)} onRetry={() => void refetch()} />;
  return <Loading {...(props.rows !== undefined && { rows: props.rows })} />;
}
