import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Suspense, useEffect, useState, useSyncExternalStore } from "react";
import { useLocation } from "wouter";
import { Refused, useApi } from "../shared/api.ts";
import { Button } from "../shared/Button.tsx";
import { Dialog } from "../shared/Dialog.tsx";
import type { SessionGate } from "../shared/session-gate.ts";
import { Loading } from "../shared/States.tsx";
import { OfflineDay } from "./day/OfflineDay.tsx";
import { forgetDay, hasSignedIn, keepSignedIn } from "./kept-day.ts";
import { Frame } from "./later-frame.ts";
import { CompanionPage } from "./pages.ts";
import { SignIn } from "./sign-in/SignIn.tsx";
import { SignInPage } from "./sign-in/SignInPage.tsx";
import type { Me } from "./wire.ts";
import { useWords } from "./words.ts";

export const ME = ["me"];

/** Whoever is signed in sees their day; without a connection what was kept of it; else the way in. */
export function Staff({ gate }: { readonly gate: SessionGate }) {
  const [path] = useLocation();
  // Whoever assists somebody has no account: the token of their link is all there is.
  if (path === "/companion") {
    return (
      <Suspense fallback={<Loading />}>
        <CompanionPage />
      </Suspense>
    );
  }
  return <OfStaff gate={gate} />;
}

function OfStaff({ gate }: { readonly gate: SessionGate }) {
  const api = useApi();
  const queries = useQueryClient();
  const who = useQuery({
    queryKey: ME,
    queryFn: () => api.get<Me>("/v1/staff/me", { maySignIn: false }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
  });
  const { data: me, error } = who;
  const [isKnown] = useState(hasSignedIn);
  useEffect(() => {
    if (me !== undefined) keepSignedIn();
  }, [me]);
  if (me !== undefined) {
    return (
      <>
        <Suspense fallback={<Loading />}>
          <Frame me={me} />
        </Suspense>
        <SignInAgain gate={gate} me={me} />
      </>
    );
  }
  // On a device that was never signed in nobody waits for the answer that they are not.
  if (who.isPending && isKnown) return <Loading />;
  if (error instanceof Refused && error.problem.status === 0) return <OfflineDay onRetry={() => void who.refetch()} />;
  return (
    <SignInPage>
      <SignIn onSignedIn={(signedIn) => (forgetDay(), queries.setQueryData(ME, signedIn))} />
    </SignInPage>
  );
}

/** Over the page when the session has ended: what lies below stays as it is, and what was asked goes on. */
function SignInAgain({ gate, me }: { readonly gate: SessionGate; readonly me: Me }) {
  const { t } = useWords();
  const isAsked = useSyncExternalStore(gate.subscribe, () => gate.isAsked);
  if (!isAsked) return null;
  const settle = (signedIn: Me): void => {
    // What lies below was read for somebody else: it goes, with all that was under way.
    if (signedIn.reference !== me.reference) location.replace("/staff");
    else gate.settle(true);
  };
  return (
    <Dialog title={t("face.sign-in.again")} onClose={() => gate.settle(false)}>
      <div className="stack">
        <p className="soft">{t("face.sign-in.again.lead")}</p>
        <SignIn isAgain reference={me.reference} onSignedIn={settle} />
        <Button look="quiet" onClick={() => gate.settle(false)}>
          {t("face.sign-in.later")}
        </Button>
      </div>
    </Dialog>
  );
}
