/* Shows the crew's page where there is no network: the last one that was there, and the files it is drawn with. What is
   pressed is kept by the page itself. Signing in or out forgets the page: it may hold a place. */
"use strict";
const KEPT = "callbox-crew-1";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

async function fresh(request, address) {
  const kept = await caches.open(KEPT);
  try {
    const answer = await fetch(request);
    if (answer.ok && !answer.redirected) await kept.put(address, answer.clone());
    else if (answer.redirected || answer.status === 401 || answer.status === 403) await caches.delete(KEPT);
    return answer;
  } catch (lost) {
    const before = await kept.match(address);
    if (before) return before;
    throw lost;
  }
}

async function once(request) {
  const kept = await caches.open(KEPT);
  const before = await kept.match(request);
  if (before) return before;
  const answer = await fetch(request);
  if (answer.ok) await kept.put(request, answer.clone());
  return answer;
}

self.addEventListener("fetch", (event) => {
  const { pathname, origin } = new URL(event.request.url);
  if (origin !== self.location.origin || event.request.method !== "GET") return;
  if (pathname === "/crew") event.respondWith(fresh(event.request, "/crew"));
  else if (pathname.startsWith("/assets/")) event.respondWith(once(event.request));
});

self.addEventListener("message", (event) => {
  if (event.data === "forget") event.waitUntil(caches.delete(KEPT));
});
