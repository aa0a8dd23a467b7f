/* What is said in writing beside a call: new words come by themselves, questions are asked without leaving what is typed.
   A number from 1 to 9 alone is one of the questions that have a code. Without this script the buttons ask as well. */
(() => {
  "use strict";
  const pane = document.getElementById("words");
  const form = document.getElementById("call");
  if (!pane || !form) return;
  const list = document.getElementById("said");
  const box = document.getElementById("ask");
  const EVERY_MS = 2000;
  let asking = false;
  let again = false;

  const last = () => Math.max(0, ...[...list.children].map((one) => Number(one.dataset.number)));

  async function look() {
    again = true;
    if (asking) return;
    asking = true;
    while (again) {
      again = false;
      await looked();
    }
    asking = false;
  }

  async function looked() {
    try {
      const answer = await fetch(`${pane.dataset.at}&after=${last()}`, { headers: { "HX-Request": "true" } });
      if (!answer.ok) return;
      const told = new DOMParser().parseFromString(`<ol>${await answer.text()}</ol>`, "text/html");
      const fresh = [...told.querySelectorAll("li")];
      const black = fresh.some((one) => one.classList.contains("black"));
      const shown = list.querySelector(".black");
      if (!black || !shown) shown?.remove();
      const known = last();
      const wanted = fresh.filter((one) => Number(one.dataset.number) > known || (one.dataset.number === "0" && !shown));
      for (const one of wanted) list.append(document.adoptNode(one));
      if (wanted.length) list.scrollTop = list.scrollHeight;
    } catch { /* it is looked again */ }
  }

  async function tell(fields) {
    const refused = document.getElementById("ask-refused");
    const body = new URLSearchParams({ ...fields, report: form.elements.report.value });
    body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    try {
      const answer = await fetch(pane.dataset.ask, { method: "POST", body, headers: { Accept: "application/json" } });
      refused.hidden = answer.ok;
      if (!answer.ok) refused.textContent = await answer.text();
      look();
      return answer.ok;
    } catch { return false; }
  }

  async function say() {
    const text = box.value.trim();
    if (!text) return;
    const question = /^[1-9]$/.test(text) ? pane.querySelectorAll("[name=question]")[Number(text) - 1] : null;
    if (await tell(question ? { question: question.value } : { ask: text })) box.value = "";
  }

  box?.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    event.stopPropagation();
    say();
  });
  pane.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button || button.value === "page") return; // the page's key draws the screen anew
    event.preventDefault();
    if (button.name === "question") tell({ question: button.value });
    else say();
  });
  document.addEventListener("keydown", (event) => {
    if (!event.altKey || event.key.toLowerCase() !== "a" || !box) return;
    event.preventDefault();
    box.focus();
  });
  document.addEventListener("callbox-heard", (event) => { if (event.detail.includes(pane.dataset.call)) look(); });
  setInterval(look, EVERY_MS);
  list.scrollTop = list.scrollHeight;
})();
