// What a browser with JavaScript adds; every page works without it.
// 1. A form is sent once, however often its button is clicked.
// 2. What is typed into a form that edits stored data (it carries the field "seen") is kept in this browser until it
//    is saved, so that a lost connection or an ended session loses nothing; leaving the page asks first.
"use strict";

const DRAFT = "draft:";
const draftKey = () => DRAFT + location.pathname;

function fieldsOf(form) {
  return [...form.elements].filter((field) => field.name && !["hidden", "file", "submit", "button", "password"].includes(field.type));
}

function valueOf(field) {
  return field.type === "checkbox" || field.type === "radio" ? field.checked : field.value;
}

function snapshot(form) {
  return fieldsOf(form).map((field) => [field.name, field.type === "radio" ? field.value : "", valueOf(field)]);
}

function restore(form, values) {
  const kept = new Map(values.map(([name, option, value]) => [name + "\n" + option, value]));
  for (const field of fieldsOf(form)) {
    const key = field.name + "\n" + (field.type === "radio" ? field.value : "");
    if (!kept.has(key)) continue;
    if (field.type === "checkbox" || field.type === "radio") field.checked = kept.get(key);
    else field.value = kept.get(key);
  }
  form.dispatchEvent(new Event("input", { bubbles: true }));
}

function store(key, value) {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // A full or forbidden storage only means that there is no second copy.
  }
}

function load(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

function forgetDrafts() {
  Object.keys(localStorage).filter((key) => key.startsWith(DRAFT)).forEach((key) => localStorage.removeItem(key));
}

function offer(form, draft) {
  const box = document.createElement("div");
  box.className = "alert alert-info";
  box.setAttribute("role", "status");
  const text = document.createElement("p");
  const when = new Date(draft.at).toLocaleString("th-TH", { dateStyle: "long", timeStyle: "short" });
  text.textContent = `พบข้อความที่พิมพ์ค้างไว้ในเครื่องนี้เมื่อ ${when} ซึ่งยังไม่ได้บันทึก`;
  box.append(text);
  const button = (label, style, action) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = `btn btn-sm ${style}`;
    made.textContent = label;
    made.addEventListener("click", () => {
      action();
      box.remove();
    });
    box.append(made, " ");
  };
  button("นำกลับมา", "btn-primary", () => restore(form, draft.values));
  button("ทิ้ง", "btn-secondary", () => localStorage.removeItem(draftKey()));
  form.before(box);
}

function askBeforeLeaving(form) {
  let typed = document.querySelector("#conflict, #problems") !== null;
  form.addEventListener("input", () => {
    typed = true;
  });
  form.addEventListener("submit", () => {
    typed = false;
  });
  addEventListener("beforeunload", (event) => {
    if (typed) event.preventDefault();
  });
}

function keepDrafts(form) {
  const first = JSON.stringify(snapshot(form));
  const draft = load(draftKey());
  if (draft && JSON.stringify(draft.values) !== first) offer(form, draft);
  let timer;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const values = snapshot(form);
      if (JSON.stringify(values) !== first) store(draftKey(), { at: Date.now(), values });
    }, 600);
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    store(draftKey(), { at: Date.now(), values: snapshot(form) });
    sessionStorage.setItem("sent", draftKey());
  });
}

// The page after a save says so: only then is the copy in this browser no longer needed.
const sent = sessionStorage.getItem("sent");
if (sent && document.querySelector(".messages .alert-success")) localStorage.removeItem(sent);
sessionStorage.removeItem("sent");

for (const form of document.querySelectorAll("form[method=post]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });
  if (form.querySelector("[name=seen]")) {
    askBeforeLeaving(form);
    keepDrafts(form);
  }
  if (form.dataset.signOut !== undefined) form.addEventListener("submit", forgetDrafts);
}
addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent));
