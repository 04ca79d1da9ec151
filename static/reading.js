// Says beside a field how its text is read, as soon as it was typed or pasted. Without JavaScript that is said after saving.
// A list becomes its items at once; a button takes that back, others agree to what is only likely.
"use strict";

const address = document.body.dataset.reading;
// What was said of a field is known: its text is sent as meant so, and nothing is said of it once more.
const told = new Map();

function put(field, text) {
  field.value = text;
  told.set(field, text);
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function boxOf(field) {
  const around = field.closest("[id^=div_]") || field.parentElement;
  const found = around.querySelector(".field-note__live");
  if (found) return found;
  const made = document.createElement("div");
  made.className = "field-note__live";
  made.setAttribute("role", "status");
  around.append(made);
  return made;
}

async function read(field) {
  const { value, form } = field;
  if (told.get(field) === value || value === field.defaultValue) return;
  if (!value.trim()) {
    boxOf(field).replaceChildren();
    return;
  }
  const body = new FormData();
  const sent = { csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken?.value, name: field.name, kind: field.dataset.read, text: value, kept: field.defaultValue };
  for (const [name, text] of Object.entries(sent)) body.set(name, text ?? "");
  for (const unit of JSON.parse(field.dataset.known || "[]")) body.append("known", unit);
  const answer = await fetch(address, { method: "POST", body }).catch(() => null);
  // Without an answer it is said after saving.
  if (!answer?.ok || answer.redirected || field.value !== value) return;
  const { text, html } = await answer.json();
  told.set(field, value);
  if (text !== value.replaceAll("\r\n", "\n")) put(field, text);
  boxOf(field).innerHTML = html;
}

// The text with other lines in the place of those that stand together in it; null where they do not.
function replaced(text, was, becomes) {
  const now = text.split("\n");
  const sought = was.split("\n").map((line) => line.trim());
  const place = now.findIndex((_, start) => sought.every((line, nth) => now[start + nth]?.trim() === line));
  return place < 0 ? null : [...now.slice(0, place), becomes, ...now.slice(place + sought.length)].join("\n");
}

if (address) {
  addEventListener("change", ({ target }) => target.dataset?.read && target.form && read(target));
  addEventListener("paste", ({ target }) => target.dataset?.read && target.form && setTimeout(() => read(target)));
  addEventListener("click", (event) => {
    const button = event.target.closest?.(".field-note__live [name=instead]");
    if (!button) return;
    event.preventDefault();
    const [name, was, becomes] = JSON.parse(button.value);
    const field = button.form.elements[name];
    const text = replaced(field.value, was, becomes);
    if (text !== null) put(field, text);
    (button.closest(".field-note__offer") || button.closest(".field-note")).remove();
    field.focus();
  });
  addEventListener("submit", ({ target }) => {
    for (const [field, text] of told) {
      if (field.form !== target || field.value !== text || !["read_items", "read_units", "read_title", "read_prose"].includes(field.dataset.read)) continue;
      target.append(Object.assign(document.createElement("input"), { type: "hidden", name: `as_typed-${field.name}`, value: text }));
    }
  });
}
