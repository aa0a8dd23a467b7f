/* The crew's page: what is pressed is kept first and sent then, in order, each under the key and the time of its pressing.
   Without this script every button is an ordinary form. */
(() => {
  "use strict";
  const page = document.getElementById("crew");
  const away = document.getElementById("away");
  const list = document.getElementById("waiting");
  const AGAIN_MS = 4000;
  const PATIENCE_MS = 8000;
  const PHOTO_PATIENCE_MS = 90000;
  const SIDE_MAX = 2048;
  document.documentElement.classList.add("scripted");

  /* World time: the node's own, as it was told last; a phone's clock may be wrong. */
  const TIME = "callbox-time";
  function listen() {
    const state = document.getElementById("crew-state");
    if (!state || state.dataset.heard || document.body.dataset.kept) return;
    state.dataset.heard = "yes";
    const told = { now: Date.parse(state.dataset.now), rate: Number(state.dataset.rate), at: Date.now() };
    try { localStorage.setItem(TIME, JSON.stringify(told)); } catch { /* then the node's time of arrival counts */ }
  }
  function pressedAt() {
    try {
      const told = JSON.parse(localStorage.getItem(TIME));
      return new Date(told.now + (Date.now() - told.at) * told.rate).toISOString();
    } catch { return ""; }
  }
  function newKey() {
    return [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  /* What waits to be sent, kept by the browser. */
  const store = new Promise((resolve, reject) => {
    const asked = indexedDB.open("callbox-crew", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("acts", { keyPath: "n", autoIncrement: true });
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
  async function within(mode, work) {
    const acts = (await store).transaction("acts", mode).objectStore("acts");
    return new Promise((resolve, reject) => {
      const asked = work(acts);
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });
  }
  const all = () => within("readonly", (acts) => acts.getAll());
  const keep = (act) => within("readwrite", (acts) => acts.put(act));
  const drop = (n) => within("readwrite", (acts) => acts.delete(n));

  async function show() {
    const acts = await all();
    list.replaceChildren(...acts.map((act) => {
      const item = document.createElement("li");
      item.className = act.refused ? "no" : "";
      item.textContent = act.refused ? `${act.called}: ${list.dataset.refused} ${act.refused} ` : `${act.called}: ${list.dataset.unsent}`;
      if (act.refused) {
        const gone = document.createElement("button");
        gone.textContent = "×";
        gone.setAttribute("aria-label", "×");
        gone.addEventListener("click", async () => { await drop(act.n); show(); });
        item.append(gone);
      }
      return item;
    }));
  }

  async function send(act) {
    const told = new FormData();
    for (const [name, text] of Object.entries(act.fields)) told.append(name, text);
    if (act.photo) told.append("photo", act.photo, "photo.jpg");
    told.set("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]")?.value || "");
    const asked = { method: "POST", body: told, headers: { Accept: "application/json" }, redirect: "manual" };
    const answer = await fetch(act.address, { ...asked, signal: AbortSignal.timeout(act.photo ? PHOTO_PATIENCE_MS : PATIENCE_MS) });
    if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) throw new Error("again");
    if (answer.status === 422) return (await answer.json()).refused;
    if (!answer.ok) throw new Error("lost");
    return "";
  }

  /* Help goes first, then in the order of pressing. Photos are slow, so they go beside, in their own order. */
  const lanes = new Set();
  function flush() {
    lane("pressed", (act) => !act.photo);
    lane("photos", (act) => act.photo);
  }
  async function lane(name, its) {
    if (lanes.has(name)) return;
    lanes.add(name);
    let sent = false;
    try {
      for (;;) {
        const waiting = (await all()).filter((act) => its(act) && !act.refused);
        const act = waiting.find((one) => one.help) || waiting[0];
        if (!act) break;
        const refused = await send(act);
        sent = true;
        if (refused) await keep({ ...act, refused });
        else await drop(act.n);
        await show();
      }
      said("");
    } catch (lost) {
      said(lost.message === "again" ? away.dataset.again : away.dataset.lost);
    } finally { lanes.delete(name); }
    if (sent) draw();
  }

  function said(text) {
    away.hidden = !text;
    if (text) away.textContent = text;
  }

  /* What the node knows, unless more was pressed than it has heard of. Asked for meanwhile, it is drawn once more. */
  let drawing = false;
  let wanted = false;
  async function draw() {
    wanted = true;
    if (drawing) return;
    drawing = true;
    try {
      while (wanted) {
        wanted = false;
        await drawn();
      }
      said("");
    } catch { said(away.dataset.lost); } finally { drawing = false; }
  }

  async function drawn() {
    if (page.querySelector("textarea:focus")?.value) return;
    const answer = await fetch("/crew/part", { headers: { "HX-Request": "true" }, signal: AbortSignal.timeout(PATIENCE_MS) });
    const text = answer.ok ? await answer.text() : "";
    if (!text || (await all()).some((act) => !act.photo && !act.refused)) return;
    page.innerHTML = text;
    listen();
    // The page as it is now is what a dead zone shows.
    fetch("/crew").catch(() => {});
  }

  /* Pressed in a dead zone, the button goes on to what follows. */
  const FOLLOWS = { en_route: "on_scene", on_scene: "available", transporting: "at_hospital", at_hospital: "available" };
  function advance(form, step) {
    const buttons = [...form.querySelectorAll("[data-step]")];
    const pressed = buttons.find((one) => one.value === step);
    document.querySelector("[data-state]").textContent = pressed.textContent;
    const after = buttons.find((one) => one.value === FOLLOWS[step]);
    for (const one of buttons) one.classList.toggle("big", one === after);
    pressed.hidden = true;
    if (after) form.prepend(after);
  }

  /* A photo is kept small, and without where it was taken; the node draws it anew once more. */
  async function drawnSmall(photo) {
    try {
      const picture = await createImageBitmap(photo, { imageOrientation: "from-image" });
      const part = Math.min(1, SIDE_MAX / Math.max(picture.width, picture.height));
      const canvas = document.createElement("canvas");
      canvas.width = Math.round(picture.width * part);
      canvas.height = Math.round(picture.height * part);
      canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
      return (await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85))) || photo;
    } catch { return photo; }
  }
  page.addEventListener("change", (event) => {
    if (event.target.type === "file" && event.target.files.length) event.target.form.requestSubmit();
  });

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    const help = form.id === "help";
    if (!help && !form.closest("#crew")) return;
    event.preventDefault();
    const button = event.submitter || form.querySelector("button");
    const fields = Object.fromEntries([...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken"));
    if (button?.name) fields[button.name] = button.value;
    const photo = fields.photo;
    delete fields.photo;
    if (photo && !photo.size) return;
    fields.key = newKey();
    fields.at = pressedAt();
    const act = { address: new URL(form.action).pathname, fields, called: button.textContent.trim(), help };
    await keep(photo ? { ...act, photo: await drawnSmall(photo) } : act);
    if (photo) form.reset();
    form.querySelectorAll("textarea").forEach((one) => { one.value = ""; });
    if (button.dataset.step !== undefined) advance(form, button.value);
    await show();
    flush();
  });

  document.addEventListener("callbox-heard", (event) => {
    const refs = (document.getElementById("crew-state")?.dataset.refs || "").split(" ");
    const mine = ['"kind":"message"', '"kind":"check"'].some((kind) => event.detail.includes(kind));
    if (mine || refs.some((one) => one && event.detail.includes(one))) draw();
  });
  document.addEventListener("callbox-lost", () => said(away.dataset.lost));
  document.addEventListener("callbox-connected", () => { said(""); flush(); });
  window.addEventListener("online", flush);
  window.addEventListener("offline", () => said(away.dataset.lost));
  setInterval(flush, AGAIN_MS);
  if ("serviceWorker" in navigator) navigator.serviceWorker.register("/crew-worker.js", { scope: "/crew" }).catch(() => {});
  if (navigator.onLine) listen();
  show().then(flush);
})();
