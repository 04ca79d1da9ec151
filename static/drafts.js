// What is typed is kept in this browser until the portal has stored it, so that a crash, a lost connection, an ended
// session or another form of the page loses nothing; leaving the page asks first.
//
// A draft belongs to one account (data-account of the page; nobody else at this computer is offered it), to one form
// (its data-draft, which names the stored row, or else its address) and to one opening of the page, so that neither
// a second window nor what is typed over an offer overwrites it. It holds the fields that were changed and the mark
// of what had been seen then (the field "seen"): put back, it is saved as if that page were still open.
// It goes when the portal has stored it, when it is thrown away, when its account signs out, and after 14 days.

const DRAFT = "draft:";
const DAYS = 14;
const PAUSE = 300; // milliseconds between two copies while somebody types
const CHOSEN = ["checkbox", "radio"];
const account = document.body.dataset.account || "";
const opening = Date.now().toString(36) + Math.random().toString(36).slice(2);

// Storage that is full or forbidden only means that there is no second copy: the page then asks before it is left.
function keepIn(storage, key, value) {
  try {
    window[storage].setItem(key, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

function keptIn(storage, key) {
  try {
    return JSON.parse(window[storage].getItem(key));
  } catch {
    return null;
  }
}

function dropFrom(storage, key) {
  try {
    window[storage].removeItem(key);
  } catch {
    // nothing is kept there
  }
}

function draftKeys(beginning) {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(beginning));
  } catch {
    return [];
  }
}

function fieldsOf(form) {
  const others = ["hidden", "file", "submit", "button", "password"];
  // What is chosen of two texts that collide (choose-…) holds for that page alone.
  const counts = (field) => field.name && !field.name.startsWith("choose-") && !others.includes(field.type);
  return [...form.elements].filter((field) => counts(field) && !field.matches(":disabled, [readonly]"));
}

// A field in a row of a formset is known by what is stored there (data-row), not by the row's place: other rows may
// have come or gone since. Rows that hold nothing yet are counted among themselves.
function nameOf(form, field) {
  const row = field.closest("[data-row]");
  const stored = row?.dataset.row;
  const place = row && [...form.querySelectorAll("[data-row]")].filter((other) => other.dataset.row === stored).indexOf(row);
  const known = row ? `${field.name.replace(/-\d+-/, "-")} of ${stored} ${place}` : field.name;
  return CHOSEN.includes(field.type) ? `${known}=${field.value}` : known;
}

function valueOf(field) {
  if (CHOSEN.includes(field.type)) return field.checked;
  return field.localName === "select" ? [...field.selectedOptions].map((option) => option.value).join("\n") : field.value;
}

// What the server put into the field; the browser may have put back something else.
function sentValueOf(field) {
  if (CHOSEN.includes(field.type)) return field.defaultChecked;
  if (field.localName !== "select") return field.defaultValue;
  const chosen = [...field.options].filter((option) => option.defaultSelected);
  const first = field.multiple ? [] : [...field.options].slice(0, 1);
  return (chosen.length ? chosen : first).map((option) => option.value).join("\n");
}

function put(field, value) {
  if (CHOSEN.includes(field.type)) field.checked = value;
  else if (field.multiple)[...field.options].forEach((option) => { option.selected = value.split("\n").includes(option.value); });
  else field.value = value;
  for (let fold = field.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
}

function element(name, text = "", more = {}) {
  return Object.assign(document.createElement(name), { textContent: text }, more);
}

// Where the form is sent; a button named "action" hides the form's own property.
function addressOf(form) {
  return new URL(form.getAttribute("action") || "", location);
}

class Draft {
  constructor(form) {
    this.form = form;
    const { pathname, search } = addressOf(form);
    this.name = `${DRAFT}${account}:${form.dataset.draft || pathname + (form.getAttribute("action") ? search : "")}`;
    this.key = `${this.name}:${opening}`;
    // Fields that the server shows as typed, not as stored.
    this.unsaved = new Set(fieldsOf(form).filter((field) => "unsent" in field.dataset).map((field) => nameOf(form, field)));
  }

  get changes() {
    const fields = fieldsOf(this.form).map((field) => [nameOf(this.form, field), field]);
    return fields.filter(([name, field]) => this.unsaved.has(name) || valueOf(field) !== sentValueOf(field))
      .map(([name, field]) => [name, valueOf(field)]);
  }

  // The kept drafts of this form that were typed elsewhere: before a crash, or in another window.
  get others() {
    const mine = draftKeys(`${this.name}:`).filter((key) => key !== this.key && key.slice(0, key.lastIndexOf(":")) === this.name);
    const found = mine.map((key) => [key, keptIn("localStorage", key)]).filter(([, draft]) => Array.isArray(draft?.values));
    return found.sort(([, one], [, other]) => other.at - one.at);
  }

  keep() {
    clearTimeout(this.timer);
    this.timer = null;
    const values = this.changes;
    if (values.length === 0) {
      dropFrom("localStorage", this.key);
      return true;
    }
    return keepIn("localStorage", this.key, { at: Date.now(), seen: this.form.elements.seen?.value, values });
  }

  keepSoon() {
    this.timer ||= setTimeout(() => this.keep(), PAUSE);
  }

  shows(draft) {
    const now = new Map(fieldsOf(this.form).map((field) => [nameOf(this.form, field), valueOf(field)]));
    return draft.values.every(([name, value]) => now.get(name) === value);
  }

  // Whether the form has a field for every text of the draft.
  holds(draft) {
    const names = new Set(fieldsOf(this.form).map((field) => nameOf(this.form, field)));
    return draft.values.every(([name, value]) => names.has(name) || typeof value !== "string" || !value.trim());
  }

  // Put a draft into the fields; it is this opening's from now on. Answers with the texts that found no field.
  putBack(key, draft) {
    const values = new Map(draft.values);
    for (const field of fieldsOf(this.form)) {
      const name = nameOf(this.form, field);
      if (values.has(name)) put(field, values.get(name));
      values.delete(name);
    }
    if (draft.seen && this.form.elements.seen) this.form.elements.seen.value = draft.seen;
    const homeless = [...values.values()].filter((value) => typeof value === "string" && value.trim());
    if (this.keep() && homeless.length === 0) dropFrom("localStorage", key);
    this.form.dispatchEvent(new Event("input", { bubbles: true }));
    return homeless;
  }

  // A box before the form of which a screen reader hears what comes into it.
  say(fill) {
    const box = element("div", "", { className: "alert alert-info", tabIndex: -1 });
    box.setAttribute("role", "status");
    this.form.before(box);
    setTimeout(() => fill(box), 100);
  }

  offer(key, draft) {
    this.say((box) => {
      const at = new Date(draft.at).toLocaleString("th-TH-u-nu-thai", { dateStyle: "long", timeStyle: "short" });
      const when = `${at.replace(":", ".")} น.`;
      const typed = draft.values.map(([, value]) => value).filter((value) => typeof value === "string" && value.trim());
      const longest = typed.sort((one, other) => other.length - one.length)[0];
      box.append(element("p", `พบข้อความที่พิมพ์ค้างไว้ในเครื่องนี้เมื่อ ${when} ซึ่งยังไม่ได้บันทึก`));
      if (longest) box.append(element("p", `“${longest.trim().slice(0, 120)}${longest.trim().length > 120 ? "…" : ""}”`));
      const button = (label, style, action) => {
        const made = element("button", label, { type: "button", className: `btn btn-sm ${style}` });
        made.addEventListener("click", () => {
          action();
          box.focus();
        });
        box.append(made, " ");
      };
      button("นำกลับมา", "btn-primary", () => this.tell(box, this.putBack(key, draft)));
      button("ทิ้ง", "btn-secondary", () => {
        dropFrom("localStorage", key);
        box.replaceChildren(element("p", "ทิ้งข้อความที่พิมพ์ค้างไว้แล้ว"));
      });
    });
  }

  tell(box, homeless) {
    box.replaceChildren(element("p", "นำข้อความที่พิมพ์ค้างไว้กลับมาแล้ว ข้อความนี้ยังไม่ได้บันทึก"));
    if (homeless.length) box.append(element("p", "ข้อความต่อไปนี้ไม่มีช่องในหน้านี้แล้ว โปรดคัดลอกเก็บไว้"));
    for (const text of homeless) {
      const copy = element("textarea", text, { className: "form-control", readOnly: true });
      copy.setAttribute("aria-label", "ข้อความที่ไม่มีช่องในหน้านี้แล้ว");
      box.append(copy);
    }
  }
}

// The page before this one, in this tab: the draft that was sent, and those of its other forms.
const sent = keptIn("sessionStorage", "sent") || {};
const carried = new Set(keptIn("sessionStorage", "carried") || []);
const redirected = performance.getEntriesByType("navigation")[0]?.redirectCount > 0;
dropFrom("sessionStorage", "sent");
// Only a page that says that it was stored is proof that the draft is no longer needed: the one to which a save leads,
// or an answer with that mark.
const stored = document.querySelector(redirected ? ".messages .alert-success" : "[data-stored]");
if (sent.key?.startsWith(`${DRAFT}${account}:`) && stored) {
  dropFrom("localStorage", sent.key);
}
for (const key of draftKeys(DRAFT)) {
  if (!(keptIn("localStorage", key)?.at > Date.now() - DAYS * 24 * 3600 * 1000)) dropFrom("localStorage", key);
}

const forms = [...document.querySelectorAll("form[method=post]")];
const hasProse = (form) => [...form.elements].some((field) => field.name === "seen" || (field.localName === "textarea" && !field.readOnly));
const kept = account ? forms.filter((form) => hasProse(form) && fieldsOf(form).length).map((form) => new Draft(form)) : [];
const shownAgain = document.querySelector("#conflict, #problems") !== null;

for (const draft of kept) {
  for (const [key, found] of draft.others) {
    if (key === sent.key && !redirected && draft.holds(found)) {
      // The form is shown again with what was sent: all of that is still to be stored.
      found.values.forEach(([name]) => draft.unsaved.add(name));
      dropFrom("localStorage", key);
    } else if (draft.shows(found)) dropFrom("localStorage", key);
    else if (carried.delete(key)) {
      const homeless = draft.putBack(key, found);
      draft.say((box) => draft.tell(box, homeless));
    } else draft.offer(key, found);
  }
  if (draft.unsaved.size) draft.keep();
}
keepIn("sessionStorage", "carried", [...carried]);
// A field may lie outside the form that it belongs to.
addEventListener("input", (event) => kept.find((draft) => draft.form === event.target.form)?.keepSoon());

let leaving = false;
let signingOut = false;
addEventListener("input", () => {
  leaving = signingOut = false;
});
addEventListener("pageshow", () => {
  leaving = signingOut = false;
});

for (const form of forms) {
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    if (addressOf(form).pathname.endsWith("/logout/")) {
      signingOut = true;
      return;
    }
    const typed = kept.filter((draft) => draft.form !== form && draft.changes.length);
    typed.forEach((draft) => carried.add(draft.key));
    const own = kept.find((draft) => draft.form === form);
    own?.keep();
    keepIn("sessionStorage", "sent", { key: own?.key });
    keepIn("sessionStorage", "carried", [...carried]);
    // What is sent need not be asked for, and the other forms are put back on the next page.
    leaving = typed.map((draft) => draft.keep()).every(Boolean);
  });
}

addEventListener("beforeunload", (event) => {
  if (!leaving && (shownAgain || kept.some((draft) => draft.changes.length))) event.preventDefault();
});
addEventListener("pagehide", () => {
  if (signingOut) {
    draftKeys(`${DRAFT}${account}:`).forEach((key) => dropFrom("localStorage", key));
    kept.forEach((draft) => clearTimeout(draft.timer));
  } else kept.forEach((draft) => draft.timer && draft.keep());
});
