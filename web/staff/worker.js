/*
 * Keeps the app's own files and nothing else: no answer of the server about anybody is ever in a cache. Pages come from
 * the network while it answers in time, so that a newer version is seen at once. FILES and VERSION are written by the build.
 */
const FILES = "%FILES%";
const CACHE = "paravent-staff-%VERSION%";
/** ms. A line that takes longer to bring 1 kB is not one to wait for. */
const PATIENCE_MS = 4_000;

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches.open(CACHE).then((cache) => cache.addAll(FILES.map((name) => new Request(name, { cache: "reload" })))),
  );
});

self.addEventListener("activate", (event) => {
  const drop = (names) => Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name)));
  event.waitUntil(
    caches
      .keys()
      .then(drop)
      .then(() => self.clients.claim()),
  );
});

self.addEventListener("message", ({ data }) => {
  if (data === "take-over") self.skipWaiting();
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (FILES.includes(url.pathname)) event.respondWith(file(url.pathname, request));
});

async function page(request) {
  const kept = () => caches.match("/staff", { cacheName: CACHE });
  try {
    return await fetch(request, { signal: AbortSignal.timeout(PATIENCE_MS) });
  } catch {
    return (await kept()) ?? Response.error();
  }
}

async function file(path, request) {
  return (await caches.match(path, { cacheName: CACHE })) ?? fetch(request);
}
