import { useRead } from "../../shared/api.ts";
import { PageHeader } from "../../shared/PageHeader.tsx";
import { Read } from "../../shared/States.tsx";
import { Facts, Section } from "../parts/Facts.tsx";
import { usePurposeName } from "../missions/parts.tsx";
import { useWords } from "../words.ts";

/** `GET /v1/purposes` */
type Purposes = {
  readonly items: readonly {
    readonly name: string;
    readonly version: number;
    readonly dpvIri: string;
    readonly legalBasis: string;
    readonly channels: readonly string[];
    readonly paddingBeforeMinutes: number;
    readonly paddingAfterMinutes: number;
    readonly graceMinutes: number;
    readonly quarantineDays: number;
    readonly retentionMonths: number;
    readonly maxTexts: number;
    readonly maxCalls: number;
    readonly maxCallSeconds: number;
    readonly ringSeconds: number;
  }[];
};

/** What contact may be for, and how far each goes. They are set where Paravent is installed, not here. */
export default function PurposesPage() {
  const { t } = useWords();
  const name = usePurposeName();
  const purposes = useRead<Purposes>("/v1/purposes");
  return (
    <div className="stack wide">
      <PageHeader title={t("desk.purposes")} lead={t("desk.purposes.lead")} />
      <Read of={purposes}>
        {({ items }) => (
          <>
            {items.map((one) => (
              <Section key={one.name} title={name(one.name)}>
                <Facts
                  facts={[
                    [t("desk.purposes.code"), `${one.name} · v${one.version}`, "mono"],
                    [t("desk.legal-basis"), one.legalBasis, "mono"],
                    [t("desk.purposes.iri"), one.dpvIri, "mono"],
                    [
                      t("desk.missions.channels"),
                      one.channels.map((channel) => t("desk.channel", { channel })).join(", "),
                    ],
                    [t("desk.missions.grace"), t("desk.minutes", { count: one.graceMinutes })],
                    [
                      t("desk.purposes.padding"),
                      t("desk.purposes.padding.is", {
                        before: one.paddingBeforeMinutes,
                        after: one.paddingAfterMinutes,
                      }),
                    ],
                    [
                      t("desk.purposes.most"),
                      t("desk.purposes.most.is", {
                        texts: one.maxTexts,
                        calls: one.maxCalls,
                        minutes: Math.round(one.maxCallSeconds / 60),
                      }),
                    ],
                    [t("desk.purposes.quarantine"), t("desk.days", { count: one.quarantineDays })],
                    [t("desk.purposes.retention"), t("desk.months", { count: one.retentionMonths })],
                  ]}
                />
              </Section>
            ))}
          </>
        )}
      </Read>
    </div>
  );
}
