/* The sounds of a page, and which window of one person makes them: whoever has the list open twice hears an alert once.
   The window that was last used sounds, seen or not; when it closes, another follows. Windows agree by locks and messages of
   the browser, and nothing is stored. Where a browser has no locks (a page without TLS), each window sounds. */
window.callbox ??= {};
window.callbox.sound = (() => {
  "use strict";
  const names = new Map(); // what sounds -> whether it is for this window, and whether it stands in line for it
  let agree = Boolean(navigator.locks);
  let audio = null;

  function context() {
    if (audio || !window.AudioContext) return audio;
    audio = new AudioContext();
    audio.addEventListener("statechange", () => { if (wakes()) for (const name of names.keys()) line(name); });
    return audio;
  }

  /* Whether the browser lets this page sound: mostly only after a key or a click. */
  const wakes = () => audio?.state === "running";

  async function wake() {
    try {
      if (context() && !wakes()) await audio.resume();
    } catch { return false; } // a browser without sound still shows what it would say
    for (const name of names.keys()) take(name);
    return wakes();
  }

  /* Short tones one after the other: pitches in hertz, each `apart_s` after the one before. */
  function play(pitches_hz, { apart_s, length_s, loudness }) {
    if (!context()) return;
    for (const [number, pitch_hz] of pitches_hz.entries()) {
      const tone = audio.createOscillator();
      const loud = audio.createGain();
      tone.frequency.value = pitch_hz;
      loud.gain.value = loudness;
      tone.connect(loud).connect(audio.destination);
      tone.start(audio.currentTime + number * apart_s);
      tone.stop(audio.currentTime + number * apart_s + length_s);
    }
  }

  /* Kept until the window goes, or another takes it. */
  async function hold(name, how) {
    const one = names.get(name);
    const turn = {};
    if (how.steal) one.ours = turn;
    else one.waits = true;
    const begin = () => {
      if (!how.steal) Object.assign(one, { ours: turn, waits: false });
      return new Promise(() => {});
    };
    try {
      await navigator.locks.request(`callbox ${name}`, how, begin);
    } catch (fault) {
      agree &&= fault.name === "AbortError"; // taken by another window; else there is no agreeing, and each sounds
      if (one.ours === turn) one.ours = null;
      line(name);
    }
  }

  /* A window that cannot sound never asks for the turn; whichever was used last takes it from the others. */
  function take(name) {
    if (agree && !names.get(name).ours && wakes()) hold(name, { steal: true });
  }

  function line(name) {
    const one = names.get(name);
    if (agree && !one.ours && !one.waits) hold(name, {});
  }

  /* This page has something to sound of this name. */
  const joins = (name) => { if (!names.has(name)) names.set(name, { ours: null, waits: false }); };
  /* Whether it is for this window to sound it. Where no key was pressed yet, some browsers let a page sound all the same. */
  const turn = (name) => { context(); return !agree || names.get(name).ours !== null; };

  for (const gesture of ["keydown", "pointerdown"]) {
    document.addEventListener(gesture, () => { wake(); }, { capture: true, passive: true });
  }
  return { joins, turn, wake, wakes, play };
})();
