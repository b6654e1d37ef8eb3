import type { AttemptAnswer } from "../../../src/relay/wire.ts";
import { Badge, type Tone } from "../../shared/Badge.tsx";
import { useWords } from "../words.ts";

type Attempt = AttemptAnswer;

const TONES: { readonly [outcome in Attempt["outcome"]]: Tone } = {
  delivered: "good",
  disclosed: "good",
  queued: "plain",
  failed: "wait",
  unknown: "wait",
  held: "wait",
  refused: "stop",
  intercepted: "accent",
};

export function OutcomeBadge({ attempt: { outcome } }: { readonly attempt: Pick<Attempt, "outcome"> }) {
  const { t } = useWords();
  return <Badge tone={TONES[outcome]}>{t("desk.attempts.outcome.is", { outcome })}</Badge>;
}

/** What an attempt was and why it ended so, in words. A code that a newer server knows stands as it is. */
export function useAttemptWords() {
  const { t, has } = useWords();
  return {
    what: ({ channel, direction }: Attempt): string => {
      const by = t("desk.channel", { channel });
      return channel === "disclosure" ? by : t("desk.attempts.direction", { by, direction });
    },
    why: ({ code }: Attempt): string => {
      if (code === null) return "";
      const key = `refusal.${code}`;
      return has(key) ? t(key) : code;
    },
  };
}
