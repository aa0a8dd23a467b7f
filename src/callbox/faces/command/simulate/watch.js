"use strict";
const day = JSON.parse(document.getElementById("data").textContent);
const COLOUR = ["#9aa3af", "#4aa5c9", "#d1603d", "#7c2f16", "#a6558f"];
const DOINGS = ["waiting", "rolling", "responding", "on_scene", "carrying"];
const POST = "#7d6608", WAITS = 2, SHOWN = 120;
const $ = (id) => document.getElementById(id);
const canvas = $("canvas"), brush = canvas.getContext("2d");
let lang = navigator.language.startsWith("zh") ? "zh" : "en";
let now = 0, playing = false, last = 0, base = null, flat = null;

// The map: longitudes shrink with latitude, north is up, everything fits.
const spots = [...day.stations, ...day.posts, ...day.hospitals, ...day.calls.map((call) => [call[5], call[6]])];
const fold = (place, pick) => spots.reduce((best, spot) => pick(best, spot[place]), spots.length ? spots[0][place] : 0);
const box = [fold(0, Math.min), fold(1, Math.min), fold(0, Math.max), fold(1, Math.max)];
const shrink = Math.cos(((box[1] + box[3]) / 2) * Math.PI / 180);

function fit() {
  const ratio = window.devicePixelRatio || 1, wide = canvas.clientWidth, high = canvas.clientHeight;
  canvas.width = wide * ratio;
  canvas.height = high * ratio;
  const margin = 36, scale = Math.min((wide - 2 * margin) / Math.max(1e-6, (box[2] - box[0]) * shrink),
    (high - 2 * margin) / Math.max(1e-6, box[3] - box[1]));
  const left = (wide - (box[2] - box[0]) * shrink * scale) / 2, top = (high - (box[3] - box[1]) * scale) / 2;
  flat = (lon, lat) => [left + (lon - box[0]) * shrink * scale, top + (box[3] - lat) * scale];
  brush.setTransform(ratio, 0, 0, ratio, 0, 0);
  base = document.createElement("canvas");
  base.width = canvas.width;
  base.height = canvas.height;
  const under = base.getContext("2d");
  under.setTransform(ratio, 0, 0, ratio, 0, 0);
  under.strokeStyle = "#d9dce2";
  under.lineWidth = 0.7;
  under.beginPath();
  for (const road of day.roads) {
    under.moveTo(...flat(road[0], road[1]));
    under.lineTo(...flat(road[2], road[3]));
  }
  under.stroke();
  for (const [lon, lat] of day.hospitals) cross(under, ...flat(lon, lat));
  under.fillStyle = "#232733";
  for (const [lon, lat] of day.stations) {
    const [x, y] = flat(lon, lat);
    under.fillRect(x - 4, y - 4, 8, 8);
  }
  under.strokeStyle = POST;
  under.lineWidth = 2;
  for (const [lon, lat] of day.posts) {
    const [x, y] = flat(lon, lat);
    under.strokeRect(x - 3, y - 3, 6, 6);
  }
  draw();
}

function cross(on, x, y) {
  on.strokeStyle = "#2e8b6f";
  on.lineWidth = 3;
  on.beginPath();
  on.moveTo(x - 5, y); on.lineTo(x + 5, y); on.moveTo(x, y - 5); on.lineTo(x, y + 5);
  on.stroke();
}

// Each unit's stretches in order of time: the one that holds now is found by halving.
const byUnit = Array.from({ length: day.units }, () => []);
for (const leg of day.legs) byUnit[leg[0]].push(leg);
function at(rows, moment, column) {
  let low = 0, high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rows[middle][column] <= moment) low = middle + 1; else high = middle;
  }
  return low - 1;
}

function draw() {
  if (!flat) return;
  brush.clearRect(0, 0, canvas.width, canvas.height);
  brush.save();
  brush.setTransform(1, 0, 0, 1, 0, 0);
  brush.drawImage(base, 0, 0);
  brush.restore();
  let open = 0, free = 0, late = 0, answered = 0;
  for (const [, , told, arrived, done, lon, lat] of day.calls) {
    if (told > now) break;
    const waited = (arrived === null ? now : Math.min(now, arrived)) - told;
    answered += 1;
    late += waited > day.lateS;
    if (done < now) continue;
    open += 1;
    const reached = arrived !== null && arrived <= now;
    ring(...flat(lon, lat), reached ? "#7c2f16" : waited > day.lateS ? "#c21f1f" : "#e2a21b", reached);
  }
  const crowd = new Map();
  for (let unit = 0; unit < day.units; unit++) {
    const place = at(byUnit[unit], now, 1);
    if (place < 0) continue;
    const [, begin, end, x0, y0, x1, y1, doing] = byUnit[unit][place];
    const part = end > begin ? Math.min(1, (now - begin) / (end - begin)) : 1;
    free += doing < WAITS;
    const [x, y] = flat(x0 + (x1 - x0) * part, y0 + (y1 - y0) * part);
    const key = Math.round(x) + "," + Math.round(y), before = crowd.get(key) || 0;
    crowd.set(key, before + 1);
    dot(x + before * 9, y + (doing === 0 ? 10 : 0), COLOUR[doing]);
  }
  $("open").textContent = open;
  $("free").textContent = free + " / " + day.units;
  $("late").textContent = late + " / " + answered;
  const minute = Math.floor(now / 60);
  $("clock").textContent = String(Math.floor(minute / 60)).padStart(2, "0") + ":" + String(minute % 60).padStart(2, "0");
  $("time").value = now;
  list();
}

function ring(x, y, colour, filled) {
  brush.beginPath();
  brush.arc(x, y, 9, 0, 7);
  brush.lineWidth = 2.5;
  brush.strokeStyle = colour;
  brush.stroke();
  if (filled) { brush.fillStyle = colour + "22"; brush.fill(); }
}

function dot(x, y, colour) {
  brush.beginPath();
  brush.arc(x, y, 4.6, 0, 7);
  brush.fillStyle = colour;
  brush.fill();
  brush.lineWidth = 1.4;
  brush.strokeStyle = "#fff";
  brush.stroke();
}

let told = -2;
function list() {
  const rows = day.said[lang], upto = at(rows, now, 0);
  if (upto === told) return;
  told = upto;
  $("said").replaceChildren(...rows.slice(Math.max(0, upto + 1 - SHOWN), upto + 1).reverse().map(([moment, code, text]) => {
    const line = document.createElement("li"), time = document.createElement("time");
    line.className = code;
    const minute = Math.floor(moment / 60);
    time.textContent = String(Math.floor(minute / 60)).padStart(2, "0") + ":" + String(minute % 60).padStart(2, "0");
    line.append(time, text);
    return line;
  }));
}

function speak() {
  document.documentElement.lang = lang;
  const texts = day.texts[lang];
  for (const one of document.querySelectorAll("[data-text]")) one.textContent = texts[one.dataset.text];
  for (const one of document.querySelectorAll("[data-lang]")) one.setAttribute("aria-pressed", one.dataset.lang === lang);
  $("title").textContent = texts.title + " · " + day.city + " · " + day.policy[lang];
  $("about").textContent = day.about[lang];
  $("play").textContent = playing ? texts.pause : texts.play;
  $("command").textContent = day.command;
  canvas.setAttribute("aria-label", texts.title);
  const posts = day.posts.length ? [[POST, texts.post, "square"]] : [];
  const marks = [["#232733", texts.station, "square"], ...posts, ["#2e8b6f", texts.hospital, "square"],
    ...DOINGS.map((name, number) => [COLOUR[number], texts[name], ""]),
    ["#e2a21b", texts.call, ""], ["#c21f1f", texts.call_late, ""]];
  $("legend").replaceChildren(...marks.map(([colour, text, shape]) => {
    const line = document.createElement("li"), mark = document.createElement("i");
    mark.style.background = colour;
    mark.className = shape;
    line.append(mark, text);
    return line;
  }));
  told = -2;
  draw();
}

function step(moment) {
  if (!playing) return;
  now = Math.min(86400, now + Math.min(0.1, (moment - last) / 1000) * Number($("speed").value));
  last = moment;
  if (now >= 86400) { playing = false; speak(); return; }
  draw();
  requestAnimationFrame(step);
}

$("play").onclick = () => {
  playing = !playing;
  if (playing && now >= 86400) now = 0;
  last = performance.now();
  speak();
  if (playing) requestAnimationFrame(step);
};
$("time").oninput = (event) => { now = Number(event.target.value); draw(); };
for (const one of document.querySelectorAll("[data-lang]")) one.onclick = () => { lang = one.dataset.lang; speak(); };
window.onresize = fit;
now = Number((location.hash.match(/^#(\d+)$/) || [0, 21600])[1]);
speak();
fit();
