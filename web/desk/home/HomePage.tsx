import { Link } from "wouter";
import { useRead } from "../../shared/api.ts";
import { Due } from "../../shared/Due.tsx";
import { Icon } from "../../shared/icons.tsx";
import { PageHeader } from "../../shared/PageHeader.tsx";
import { Empty, Read } from "../../shared/States.tsx";
import { homeAddress } from "../rooms.ts";
import { useWords } from "../words.ts";
import { type DeskHome, shownItems, wordsOfKind } from "./rules.ts";

/** What needs doing now, by one's duty: what is late or has a date first. */
export default function HomePage() {
  const { t } = useWords();
  const home = useRead<DeskHome>("/v1/desk-home");
  return (
    <div className="stack wide">
      <PageHeader title={t("desk.home")} lead={t("desk.home.lead")} />
      <Read of={home}>
        {({ items }) => {
          const shown = shownItems(items);
          if (shown.length === 0) {
            return (
              <Empty icon="check" title={t("desk.home.nothing")}>
                {t("desk.home.nothing.text")}
              </Empty>
            );
          }
          return (
            <ul className="home-items">
              {shown.map((item) => (
                <li key={item.kind}>
                  <HomeItem item={item} />
                </li>
              ))}
            </ul>
          );
        }}
      </Read>
    </div>
  );
}

function HomeItem({ item }: { readonly item: DeskHome["items"][number] }) {
  const words = useWords();
  const address = homeAddress(item.kind);
  const content = (
    <>
      <b className="home-count number">{words.number(item.count)}</b>
      <span className="home-what">
        {wordsOfKind(words, item)}
        {item.dueAt && <Due due={item.dueAt} />}
      </span>
      {address !== undefined && (
        <span className="home-go">
          <Icon name="back" />
        </span>
      )}
    </>
  );
  return address === undefined ? (
    <div className="card home-item">{content}</div>
  ) : (
    <Link href={address} className="card home-item">
      {content}
    </Link>
  );
}
