export type Tone = "plain" | "good" | "wait" | "stop" | "accent";

/** A state in one word. The tone repeats what the word says, and is never all there is. */
export function Badge({ tone = "plain", children }: { readonly tone?: Tone; readonly children: string }) {
  return <span className={tone === "plain" ? "badge" : `badge ${tone}`}>{children}</span>;
}
