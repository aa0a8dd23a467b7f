/* Covering parts of a photo by drawing over them. What is drawn goes with the form as parts of the photo's sides; the node
   covers them in the photo itself. The photo is opened through a recorded look, and only when it is chosen. */
const form = document.getElementById("telling");
const canvas = document.getElementById("photo");

if (form && canvas) {
  const pane = canvas.closest(".blur");
  const pen = canvas.getContext("2d");
  const brush = document.getElementById("brush");
  const held = form.elements.marks;
  const SIDE = 1280;
  let photo = null;
  let marks = held.value ? JSON.parse(held.value) : [];
  let stroke = null;
  let cursor = [0.5, 0.5];
  let byKeys = false;

  const round = (part) => Math.round(part * 10000) / 10000;

  async function choose() {
    const chosen = form.querySelector("[name=photo]:checked");
    photo = null;
    pane.hidden = !chosen?.value;
    if (pane.hidden) return;
    const asked = new FormData();
    asked.set("kind", chosen.dataset.kind);
    asked.set("purpose", chosen.dataset.purpose);
    asked.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    const answer = await fetch(chosen.dataset.from, { method: "POST", body: asked });
    if (!answer.ok) return;
    photo = await createImageBitmap(await answer.blob());
    const scale = Math.min(1, SIDE / Math.max(photo.width, photo.height));
    canvas.width = Math.round(photo.width * scale);
    canvas.height = Math.round(photo.height * scale);
    draw();
  }

  function draw() {
    if (!photo) return;
    pen.drawImage(photo, 0, 0, canvas.width, canvas.height);
    for (const mark of stroke ? [...marks, stroke] : marks) cover(mark);
    if (byKeys && document.activeElement === canvas) aim();
    held.value = JSON.stringify(marks);
    document.getElementById("marked").textContent = `${canvas.dataset.marked} ${marks.length}`;
  }

  function cover([width, ...flat]) {
    pen.strokeStyle = pen.fillStyle = "#6b7480";
    pen.lineCap = pen.lineJoin = "round";
    pen.lineWidth = width * Math.max(canvas.width, canvas.height);
    pen.beginPath();
    pen.moveTo(flat[0] * canvas.width, flat[1] * canvas.height);
    for (let at = 0; at < flat.length; at += 2) pen.lineTo(flat[at] * canvas.width, flat[at + 1] * canvas.height);
    pen.stroke();
  }

  function aim() {
    const [x, y] = [cursor[0] * canvas.width, cursor[1] * canvas.height];
    pen.setLineDash([6, 6]);
    pen.lineWidth = 3;
    pen.strokeStyle = "#ffd21f";
    pen.beginPath();
    pen.arc(x, y, (width() * Math.max(canvas.width, canvas.height)) / 2, 0, 7);
    pen.stroke();
    pen.setLineDash([]);
  }

  const width = () => Number(brush.value) / 100;

  function at(event) {
    const box = canvas.getBoundingClientRect();
    return [round((event.clientX - box.left) / box.width), round((event.clientY - box.top) / box.height)];
  }

  canvas.addEventListener("pointerdown", (event) => {
    byKeys = false;
    canvas.setPointerCapture(event.pointerId);
    stroke = [width(), ...at(event)];
    draw();
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!stroke) return;
    stroke.push(...at(event));
    draw();
  });
  for (const name of ["pointerup", "pointercancel"])
    canvas.addEventListener(name, () => {
      if (stroke) marks.push(stroke);
      stroke = null;
      draw();
    });

  const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  canvas.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    if (step) cursor = cursor.map((part, side) => Math.min(1, Math.max(0, part + step[side] * 0.02)));
    else if (event.key === " " || event.key === "Enter") marks.push([width(), ...cursor.map(round)]);
    else if (event.key === "Backspace") marks.pop();
    else return;
    byKeys = true;
    event.preventDefault();
    draw();
  });
  canvas.addEventListener("blur", draw);
  brush.addEventListener("input", draw);
  document.getElementById("undo").addEventListener("click", () => { marks.pop(); draw(); });
  document.getElementById("clear").addEventListener("click", () => { marks = []; draw(); });
  for (const one of form.querySelectorAll("[name=photo]"))
    one.addEventListener("change", () => { marks = []; choose(); });
  choose();
}
