// Calculates while scores are typed. Without it the button does.
"use strict";

const sheet = document.querySelector("form[data-check]");
if (sheet) {
  const panel = document.getElementById("comparison");
  const status = document.getElementById("comparison-status");
  const difference = document.getElementById("difference");
  const note = difference.querySelector("input");
  let timer;
  let controller = new AbortController();

  const show = (html) => {
    panel.innerHTML = html;
    status.textContent = panel.querySelector("[data-summary]").textContent.trim();
    difference.hidden = !panel.querySelector("[data-differs]") && note.value === "";
  };
  const check = async () => {
    controller.abort();
    controller = new AbortController();
    const options = { method: "POST", body: new FormData(sheet), signal: controller.signal };
    // Without an answer the last comparison stays; the button calculates as well.
    const response = await fetch(sheet.dataset.check, options).catch(() => null);
    if (response && response.ok && !response.redirected) show(await response.text());
  };
  sheet.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(check, 400);
  });
}
