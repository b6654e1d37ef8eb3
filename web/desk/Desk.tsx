import { useQuery, useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useSyncExternalStore } from "react";
import { useLocation } from "wouter";
import { useApi } from "../shared/api.ts";
import { Dialog } from "../shared/Dialog.tsx";
import type { SessionGate } from "../shared/session-gate.ts";
import { Loading } from "../shared/States.tsx";
import { Button } from "../shared/Button.tsx";
import { SESSION } from "./session.ts";
import { SignIn } from "./sign-in/SignIn.tsx";
import { SignInPage } from "./sign-in/SignInPage.tsx";
import { Shell } from "./Shell.tsx";
import type { DeskSession } from "./duties.ts";
import { useWords } from "./words.ts";

/** Once in the life of an account: it draws a QR code, which nobody else needs. */
const AcceptInvitation = lazy(() => import("./sign-in/AcceptInvitation.tsx"));

/** Whoever is signed in sees the desk; whoever is not, the way in, at whatever address: it is kept for afterwards. */
export function Desk({ gate }: { readonly gate: SessionGate }) {
  const api = useApi();
  const queries = useQueryClient();
  const [path, navigate] = useLocation();
  const { data: session, isPending } = useQuery({
    queryKey: SESSION,
    queryFn: () => api.get<DeskSession>("/v1/session", { maySignIn: false }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
  });
  const enter = (signedIn: DeskSession): void => void queries.setQueryData(SESSION, signedIn);

  if (path === "/invitation") {
    return (
      <SignInPage>
        <Suspense fallback={<Loading />}>
          <AcceptInvitation onSignedIn={(signedIn) => (enter(signedIn), navigate("/", { replace: true }))} />
        </Suspense>
      </SignInPage>
    );
  }
  if (isPending) return <Loading />;
  if (session === undefined) {
    return (
      <SignInPage>
        <SignIn onSignedIn={enter} />
      </SignInPage>
    );
  }
  return (
    <>
      <Shell session={session} />
      <SignInAgain gate={gate} session={session} />
    </>
  );
}

/** Over the page when the session has ended: what lies below stays as it is, and what was asked goes on. */
function SignInAgain({ gate, session }: { readonly gate: SessionGate; readonly session: DeskSession }) {
  const { t } = useWords();
  const isAsked = useSyncExternalStore(gate.subscribe, () => gate.isAsked);
  if (!isAsked) return null;
  const settle = (signedIn: DeskSession): void => {
    // What lies below was read for somebody else: it goes, with all that was under way.
    if (signedIn.deskUser !== session.deskUser || signedIn.duty !== session.duty) location.replace("/desk");
    else gate.settle(true);
  };
  return (
    <Dialog title={t("face.sign-in.again")} onClose={() => gate.settle(false)}>
      <div className="stack">
        <p className="soft">{t("face.sign-in.again.lead")}</p>
        <SignIn isAgain onSignedIn={settle} />
        <Button look="quiet" onClick={() => gate.settle(false)}>
          {t("face.sign-in.later")}
        </Button>
      </div>
    </Dialog>
  );
}
