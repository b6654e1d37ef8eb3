import type { ReactNode } from "react";
import mark from "../../shared/mark.svg";
import { Preferences } from "../../shared/Preferences.tsx";

/** The way in, and whatever else stands alone. */
export function SignInPage({ children }: { readonly children: ReactNode }) {
  return (
    <div className="way-in">
      <main className="stack wide way-in-card">
        <p className="brand">
          <img src={mark} alt="" width="32" height="32" />
          Paravent
        </p>
        {children}
      </main>
      <Preferences />
    </div>
  );
}
