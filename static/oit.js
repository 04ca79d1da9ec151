// The register of OIT items: copy an answer, print the page. Without a script the answer is selected by hand.
"use strict";

for (const button of document.querySelectorAll("[data-copies], [data-prints]")) button.hidden = false;

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copies], [data-prints]");
  if (!button) return;
  if ("prints" in button.dataset) return window.print();
  const answer = document.getElementById(button.dataset.copies);
  answer.focus();
  answer.select();
  // Where the page may not write to the clipboard, the text is selected, ready for Ctrl+C.
  navigator.clipboard?.writeText(answer.value).then(() => {
    button.textContent = "คัดลอกแล้ว";
  });
});
