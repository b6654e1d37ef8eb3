import { useId, useState } from "react";
import { shortHash } from "./rules.ts";
import { useWords } from "./words.ts";

/**
 * The start of a leaf hash; the whole of it on hover and on focus, until Escape.
 * Where `onOpen` is given it is a button that leads to the entry.
 */
export function Hash({ hash, onOpen }: { readonly hash: string; readonly onOpen?: (() => void) | undefined }) {
  const { t } = useWords();
  const [isShown, setShown] = useState(false);
  const id = useId();
  const show = (): void => setShown(true);
  const hide = (): void => setShown(false);
  const common = {
    className: "hash mono",
    "aria-describedby": id,
    onFocus: show,
    onBlur: hide,
    children: shortHash(hash),
  };
  return (
    // The hover and Escape of a tooltip; what acts is inside.
    <span
      role="presentation"
      className="hash-box"
      onMouseEnter={show}
      onMouseLeave={hide}
      onKeyDown={(event) => event.key === "Escape" && hide()}
    >
      {onOpen ? (
        <button type="button" {...common} onClick={onOpen} />
      ) : (
        // In the tab order: the whole hash must be readable by keyboard.
        <span tabIndex={0} {...common} />
      )}
      <span id={id} role="tooltip" className="tooltip mono" hidden={!isShown}>
        {t("phones.attempt.leaf", { hash })}
      </span>
    </span>
  );
}
