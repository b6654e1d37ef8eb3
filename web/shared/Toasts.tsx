import { createContext, type ReactNode, use, useCallback, useEffect, useState } from "react";
import { Button } from "./Button.tsx";
import { useWords } from "./words.tsx";

type Toast = { readonly id: number; readonly text: string; readonly undo?: () => void };
/** Says that something was done; with `undo` it can be taken back for a while. */
export type ShowToast = (text: string, undo?: () => void) => void;

/** ms. Long enough to read two sentences; to take something back one first has to notice. */
const SHOWN_MS = 6_000;
const UNDO_MS = 20_000;
const MOST_SHOWN = 3;

const ToastContext = createContext<ShowToast>(() => undefined);
export const useToast = (): ShowToast => use(ToastContext);

let made = 0;

export function Toasts({ children }: { readonly children: ReactNode }) {
  const [toasts, setToasts] = useState<readonly Toast[]>([]);
  const show = useCallback<ShowToast>((text, undo) => {
    made += 1;
    const toast: Toast = { id: made, text, ...(undo && { undo }) };
    setToasts((all) => [...all, toast].slice(-MOST_SHOWN));
  }, []);
  const drop = useCallback((id: number) => setToasts((all) => all.filter((one) => one.id !== id)), []);
  return (
    <ToastContext value={show}>
      {children}
      {/* There from the start: what is added to it is read out without moving the focus. */}
      <div className="toasts" role="status">
        {toasts.map((toast) => (
          <ToastCard key={toast.id} toast={toast} onDrop={drop} />
        ))}
      </div>
    </ToastContext>
  );
}

function ToastCard({ toast, onDrop }: { readonly toast: Toast; readonly onDrop: (id: number) => void }) {
  const { t } = useWords();
  const { id, text, undo } = toast;
  const [isHeld, setHeld] = useState(false);
  useEffect(() => {
    if (isHeld) return;
    const timer = setTimeout(() => onDrop(id), undo === undefined ? SHOWN_MS : UNDO_MS);
    return () => clearTimeout(timer);
  }, [isHeld, id, undo, onDrop]);
  const hold = { onPointerEnter: () => setHeld(true), onPointerLeave: () => setHeld(false) };
  return (
    <div className="toast" {...hold} onFocus={() => setHeld(true)} onBlur={() => setHeld(false)}>
      <p>{text}</p>
      {undo && (
        <Button look="quiet" onClick={() => (onDrop(id), undo())}>
          {t("face.undo")}
        </Button>
      )}
      <Button look="quiet" aria-label={t("face.close")} onClick={() => onDrop(id)}>
        ×
      </Button>
    </div>
  );
}
