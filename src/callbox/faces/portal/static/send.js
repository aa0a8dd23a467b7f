/* What makes sending quicker: the photo is made small and stripped on the phone and goes ahead while the rest is filled in; what
   the words may be about shows by itself, so that one press sends. Without this script the same page works in two steps. */
(() => {
  "use strict";
  const form = document.getElementById("sending");
  const find = (id) => document.getElementById(id);
  const [look, press, file, shown, told] = [find("look"), form.querySelector("button.primary"), find("photo"), find("photo-shown"), find("photo-told")];
  const SIDE = 2560;
  const QUIET_MS = 500;
  let waiting = 0;
  let asked = 0;
  let photo = Promise.resolve();

  form.classList.add("script");
  form.querySelectorAll(".with-script").forEach((one) => { one.hidden = false; });
  find("at-place").hidden = !navigator.geolocation;

  /* What is known of what is filled in so far. */
  function later() { clearTimeout(waiting); waiting = setTimeout(ask, QUIET_MS); }

  async function ask() {
    const mine = ++asked;
    const body = new FormData(form);
    body.delete("photo");
    body.delete("what");
    try {
      const answer = await fetch(form.action, { method: "POST", body, headers: { "X-Part": "look" }, cache: "no-store" });
      if (mine === asked && answer.status === 200) show(await answer.text());
    } catch { /* sending does not wait for it */ }
  }

  function show(text) {
    const held = look.contains(document.activeElement) ? document.activeElement : null;
    const name = held && `[name="${CSS.escape(held.name)}"]${held.type === "radio" ? `[value="${CSS.escape(held.value)}"]` : ""}`;
    look.innerHTML = text;
    if (name) look.querySelector(name)?.focus();
    press.value = "send";
    press.textContent = form.dataset.send;
  }

  form.addEventListener("input", (event) => {
    if (event.target === find("address") && form.elements.here.value) { form.elements.here.value = ""; find("here-told").textContent = ""; }
    if (event.target !== file && !event.target.closest(".question")) later();
  });

  /* The photo. */
  file.addEventListener("change", () => { photo = file.files[0] ? sent(file.files[0]) : Promise.resolve(); });
  find("photo-drop").addEventListener("click", () => { form.elements.kept.value = ""; file.value = ""; shown.hidden = true; told.textContent = ""; held(false); file.focus(); });

  async function sent(original) {
    told.textContent = form.dataset.working;
    find("photo-where").hidden = true;
    try {
      const [small, where] = await Promise.all([drawn(original), taken(original)]);
      const body = new FormData();
      body.append("photo", small, "photo.jpg");
      body.append("spoken", form.elements.spoken.value);
      const answer = await fetch(form.dataset.photo, { method: "POST", body });
      const said = await answer.json();
      told.textContent = said.refused ?? form.dataset.taken;
      if (said.refused) { file.value = ""; shown.hidden = true; held(false); return; }
      form.elements.kept.value = said.kept;
      file.value = "";
      if (where) offer(where);
    } catch { told.textContent = ""; /* it is in the form still, and goes along with it */ }
  }

  function held(yes) { form.querySelector(".picture").classList.toggle("has-photo", yes); }

  /* Small, upright, and without anything but the picture. */
  async function drawn(original) {
    const picture = await createImageBitmap(original, { imageOrientation: "from-image" });
    const part = Math.min(1, SIDE / Math.max(picture.width, picture.height));
    const canvas = shown.querySelector("canvas");
    canvas.width = Math.round(picture.width * part);
    canvas.height = Math.round(picture.height * part);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    shown.hidden = false;
    held(true);
    return new Promise((done, failed) => { canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error("blob"))), "image/jpeg", 0.85); });
  }

  /* Where it was taken, read on the phone: Exif 2.32, the GPS attributes 1 to 4 of a JPEG. */
  async function taken(original) {
    try {
      const view = new DataView(await original.slice(0, 262144).arrayBuffer());
      let at = 2;
      while (view.getUint16(0) === 0xffd8 && at < view.byteLength - 10) {
        const [mark, length] = [view.getUint16(at), view.getUint16(at + 2)];
        if (mark === 0xffe1 && view.getUint32(at + 4) === 0x45786966) return located(new DataView(view.buffer, at + 10, length - 8));
        at += 2 + length;
      }
    } catch { /* it says nothing that can be read */ }
    return null;
  }

  function located(exif) {
    const little = exif.getUint16(0) === 0x4949;
    const entries = (start) => Array.from({ length: exif.getUint16(start, little) }, (_, nth) => start + 2 + 12 * nth);
    const tagged = (start, tag) => entries(start).find((at) => exif.getUint16(at, little) === tag);
    const gps = tagged(exif.getUint32(4, little), 0x8825);
    if (gps === undefined) return null;
    const start = exif.getUint32(gps + 8, little);
    const side = (letterTag, minus) => {
      const [letter, numbers] = [tagged(start, letterTag), tagged(start, letterTag + 1)];
      const first = exif.getUint32(numbers + 8, little);
      const part = (nth) => exif.getUint32(first + 8 * nth, little) / exif.getUint32(first + 8 * nth + 4, little);
      const degrees = part(0) + part(1) / 60 + part(2) / 3600;
      return String.fromCharCode(exif.getUint8(letter + 8)) === minus ? -degrees : degrees;
    };
    const where = [side(1, "S"), side(3, "W")];
    return where.every(Number.isFinite) && (where[0] || where[1]) ? where : null;
  }

  function offer(where) {
    const card = find("photo-where");
    card.hidden = false;
    card.querySelector("button").onclick = () => { card.hidden = true; placed(where, find("here-told")); };
  }

  /* Where it is. */
  function placed([latitude, longitude], line) {
    form.elements.here.value = `${latitude.toFixed(6)},${longitude.toFixed(6)}`;
    line.innerHTML = "";
    line.append(Object.assign(document.createElement("span"), { className: "done", textContent: form.dataset.placed }));
    later();
  }

  form.addEventListener("placed", (event) => placed(event.detail, find("here-told")));

  find("at-place").addEventListener("click", () => {
    const line = find("here-told");
    line.textContent = form.dataset.placing;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => placed([coords.latitude, coords.longitude], line),
      () => { line.textContent = form.dataset.unplaced; },
      { enableHighAccuracy: true, timeout: 15000 },
    );
  });

  /* Sending: once, and with the photo. */
  form.addEventListener("submit", async (event) => {
    if (event.submitter?.name === "language") return;
    event.preventDefault();
    if (form.classList.contains("busy")) return;
    if (!navigator.onLine) { told.textContent = form.dataset.lost; return; }
    form.classList.add("busy");
    const wanted = press.textContent;
    press.textContent = form.dataset.working;
    await photo;
    const what = Object.assign(document.createElement("input"), { type: "hidden", name: "what", value: press.value });
    form.append(what);
    form.submit();
    what.remove();
    setTimeout(() => { form.classList.remove("busy"); press.textContent = wanted; }, 8000);
  });
  window.addEventListener("pageshow", (event) => { if (event.persisted) form.classList.remove("busy"); });
  if (find("words").value || form.elements.kept.value) ask();
})();
