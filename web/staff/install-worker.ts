/** Who is told that a newer version of the app is there. */
const listeners = new Set<() => void>();
let waiting: ServiceWorker | undefined;

export const isNewVersionThere = (): boolean => waiting !== undefined;
export const onNewVersion = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** Goes over to the newer version: the page is loaded again. */
export function takeNewVersion(): void {
  navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
  waiting?.postMessage("take-over", { transfer: [] });
}

type TrustedTypes = {
  createPolicy(
    name: string,
    rules: { createScriptURL: (url: string) => string },
  ): {
    createScriptURL(url: string): string;
  };
};

/** An address of a script is one of what Trusted Types guard: this policy knows the worker's, and no other. */
function workerAddress(): string {
  const types = (globalThis as { readonly trustedTypes?: TrustedTypes }).trustedTypes;
  if (types === undefined) return "/staff/worker.js";
  const policy = types.createPolicy("paravent-worker", {
    createScriptURL(url) {
      if (url === "/staff/worker.js") return url;
      throw new Error("could not trust the address of a script");
    },
  });
  return policy.createScriptURL("/staff/worker.js");
}

/** Keeps the app's own files on the device, so that it opens without a connection. Without it the app works as well. */
export function installWorker(): void {
  if (!("serviceWorker" in navigator) || import.meta.env.DEV) return;
  void navigator.serviceWorker.register(workerAddress(), { scope: "/staff" }).then(watch, () => undefined);
}

function watch(registration: ServiceWorkerRegistration): void {
  const look = (): void => {
    // The first one there ever was replaces nothing.
    if (registration.waiting === null || navigator.serviceWorker.controller === null) return;
    waiting = registration.waiting;
    for (const listener of listeners) listener();
  };
  look();
  registration.addEventListener("updatefound", () => registration.installing?.addEventListener("statechange", look));
}
