import { Component, type ReactNode } from "react";
import { Button } from "./Button.tsx";
import { useWords } from "./words.tsx";

/** A page that broke says so, in the place of the page: the rest stays. */
export class Boundary extends Component<{ readonly children: ReactNode }, { readonly isBroken: boolean }> {
  override readonly state = { isBroken: false };

  static getDerivedStateFromError(): { readonly isBroken: boolean } {
    return { isBroken: true };
  }

  override render(): ReactNode {
    return this.state.isBroken ? <Broken /> : this.props.children;
  }
}

function Broken() {
  const { t } = useWords();
  return (
    <div className="notice problem" role="alert">
      <p>{t("face.broken")}</p>
      <Button onClick={() => location.reload()}>{t("face.reload")}</Button>
    </div>
  );
}
