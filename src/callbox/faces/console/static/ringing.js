/* Calls that ring while another is taken are seen at once: the row of calls is drawn anew when something happens to a call.
   Nothing that is being typed is touched, and what has the focus keeps it. */
(() => {
  "use strict";
  const row = document.getElementById("tabs");
  if (!row) return;
  const THROTTLE_MS = 300;
  let due = 0;

  async function draw() {
    due = 0;
    if (row.contains(document.activeElement)) { later(1000); return; }
    try {
      const answer = await fetch(row.dataset.from, { headers: { "HX-Request": "true" } });
      if (answer.ok && !row.contains(document.activeElement)) row.innerHTML = await answer.text();
    } catch { later(3000); }
  }

  function later(delay_ms) {
    due ||= setTimeout(draw, delay_ms);
  }

  document.addEventListener("callbox-heard", (event) => {
    if (event.detail.includes('"kind":"call"')) later(THROTTLE_MS);
  });
  /* What was missed while the connection was lost, and what others began. */
  setInterval(() => { if (!document.hidden) later(0); }, 15000);
})();
