import { useRead } from "../../shared/api.ts";
import { Badge } from "../../shared/Badge.tsx";
import type { Option } from "../../shared/Form.tsx";
import { useWords } from "../words.ts";
import { type Mission, TONES } from "./rules.ts";

/** `GET /v1/purposes`, as far as pages of missions need it. */
type Purposes = {
  readonly items: readonly { readonly name: string; readonly channels: readonly ("sms" | "call")[] }[];
};

export function usePurposes(): Purposes["items"] {
  return useRead<Purposes>("/v1/purposes").data?.items ?? [];
}

/** The purpose in words; one that the company added stands as it is named. */
export function usePurposeName(): (name: string) => string {
  const { t, has } = useWords();
  return (name) => {
    const key = `desk.purposes.name.${name}`;
    return has(key) ? t(key) : name;
  };
}

export function usePurposeOptions(): readonly Option[] {
  const name = usePurposeName();
  return usePurposes().map((one) => ({ value: one.name, label: name(one.name) }));
}

export function StatusBadge({ status }: Pick<Mission, "status">) {
  const { t } = useWords();
  return <Badge tone={TONES[status]}>{t("desk.missions.status", { status })}</Badge>;
}

/** "Sat, 28 Nov 2026, 14:00 – 16:00": the day once where both ends are on it. */
export function useWindowText(): (window: Pick<Mission, "opensAt" | "closesAt">) => string {
  const words = useWords();
  return ({ opensAt, closesAt }) => {
    const [from, to] = [Date.parse(opensAt), Date.parse(closesAt)];
    const isOneDay = words.day(from) === words.day(to);
    const end = isOneDay ? words.time(to) : `${words.day(to)}, ${words.time(to)}`;
    return words.t("desk.missions.window", { from: `${words.day(from)}, ${words.time(from)}`, to: end });
  };
}
