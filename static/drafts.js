// What is typed is kept in this browser until the portal has stored it, so that a crash, a lost connection, an ended
// session or another form of the page loses nothing; leaving the page asks first.
//
// A draft belongs to one account (data-account of the page; nobody else at this computer is offered it), to one form
// (its data-draft, which names the stored row and so stays when a year moves, or else its address) and to one opening of the page, so that neither
// a second window nor what is typed over an offer overwrites it. It holds the fields that were changed, each with what
// the page had shown there: where something else stands there by now, both are shown and one is chosen before the draft
// is put back. Drafts of before have only the mark of what had been seen (the field "seen"), which goes with them, so
// that the portal asks when they are saved.
// It goes when the portal has stored it, when it is thrown away, when its account signs out, and after 14 days.

const DRAFT = "draft:";
const DAYS = 14;
const PAUSE = 300; // milliseconds between two copies while somebody types
const CHOSEN = ["checkbox", "radio"];
const NOTHING = "(ว่าง)";
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
  return field.type === "checkbox" ? `${known}=${field.value}` : known;
}

// The fields of a form by name. The radio buttons of a name are one value, so that a name may have several.
function namedFieldsOf(form) {
  const found = new Map();
  for (const field of fieldsOf(form)) {
    const name = nameOf(form, field);
    found.set(name, field.type === "radio" ? [...(found.get(name) || []), field] : [field]);
  }
  return found;
}

function valueOf([field, ...others]) {
  if (field.type === "radio") return [field, ...others].find((each) => each.checked)?.value || "";
  if (field.type === "checkbox") return field.checked;
  return field.localName === "select" ? [...field.selectedOptions].map((option) => option.value).join("\n") : field.value;
}

// What the server put into the field; the browser may have put back something else.
function sentValueOf([field, ...others]) {
  if (field.type === "radio") return [field, ...others].find((each) => each.defaultChecked)?.value || "";
  if (field.type === "checkbox") return field.defaultChecked;
  if (field.localName !== "select") return field.defaultValue;
  const chosen = [...field.options].filter((option) => option.defaultSelected);
  const first = field.multiple ? [] : [...field.options].slice(0, 1);
  return (chosen.length ? chosen : first).map((option) => option.value).join("\n");
}

function put(fields, value) {
  const [field] = fields;
  if (field.type === "radio") fields.forEach((each) => { each.checked = each.value === value; });
  else if (field.type === "checkbox") field.checked = value;
  else if (field.multiple)[...field.options].forEach((option) => { option.selected = value.split("\n").includes(option.value); });
  else field.value = value;
  for (let fold = field.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
}

// A label as it is read, without the star of a required field.
function textOf(label) {
  return [...(label?.childNodes || [])].filter((node) => !node.matches?.(".asteriskField, .mute")).map((node) => node.textContent).join("").trim();
}

// What a field is called, with the row or the part of the page that it stands in.
function titleOf([field]) {
  const own = CHOSEN.includes(field.type) ? field.closest("fieldset")?.querySelector("legend") : field.labels?.[0];
  const part = field.closest("form section[aria-labelledby]")?.getAttribute("aria-labelledby");
  const around = field.closest("[data-row]")?.querySelector("legend") || document.getElementById(part);
  return [around === own ? "" : textOf(around), textOf(own) || field.getAttribute("aria-label")].filter(Boolean).join(": ");
}

// A value as a person reads it: what is chosen by its label.
function wordsOf(fields, value) {
  if (fields[0].type === "radio") return textOf(fields.find((each) => each.value === value)?.labels[0]) || NOTHING;
  if (fields[0].localName !== "select") return value.trim() || NOTHING;
  const chosen = value.split("\n");
  return [...fields[0].options].filter((option) => chosen.includes(option.value)).map((option) => option.label).join("\n") || NOTHING;
}

// Both texts, as the portal joins them where two people typed: theirs, then the lines of mine that are not among them.
function joined(theirs, mine) {
  const before = theirs.split("\n").map((line) => line.trim());
  return [theirs.trimEnd(), ...mine.split("\n").filter((line) => !line.trim() || !before.includes(line.trim()))].join("\n").trim();
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
    const address = `${DRAFT}${account}:${pathname + (form.getAttribute("action") ? search : "")}`;
    this.name = form.dataset.draft ? `${DRAFT}${account}:${form.dataset.draft}` : address;
    // What was typed before there was a row to name lies under the address of the page.
    this.names = [...new Set([this.name, form.id === "editing" ? address : this.name])];
    this.key = `${this.name}:${opening}`;
    // Fields that the server shows as typed, not as stored.
    this.unsaved = new Set(fieldsOf(form).filter((field) => "unsent" in field.dataset).map((field) => nameOf(form, field)));
    // What was stored there, where that is known; null where it is not.
    this.shown = new Map([...this.unsaved].map((name) => [name, null]));
  }

  // The changed fields: name, value, and what the page had shown there.
  get changes() {
    return [...namedFieldsOf(this.form)]
      .filter(([name, fields]) => this.unsaved.has(name) || valueOf(fields) !== sentValueOf(fields))
      .map(([name, fields]) => [name, valueOf(fields), this.shown.has(name) ? this.shown.get(name) : sentValueOf(fields)]);
  }

  // The kept drafts of this form that were typed elsewhere: before a crash, or in another window.
  get others() {
    const mine = this.names.flatMap((name) => draftKeys(`${name}:`)).filter((key) => key !== this.key && this.names.includes(key.slice(0, key.lastIndexOf(":"))));
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
    const fields = namedFieldsOf(this.form);
    return draft.values.every(([name, value]) => fields.has(name) && valueOf(fields.get(name)) === value);
  }

  // The texts that would be replaced though they are not what the draft was typed over.
  collisions(draft) {
    const fields = namedFieldsOf(this.form);
    const known = draft.values.filter(([name, , shown]) => typeof shown === "string" && fields.has(name));
    return known.map(([name, mine, shown]) => ({ name, mine, shown, fields: fields.get(name), theirs: valueOf(fields.get(name)) }))
      .filter(({ mine, shown, theirs }) => theirs !== mine && theirs !== shown);
  }

  // Whether the form has a field for every text of the draft.
  holds(draft) {
    const names = new Set(fieldsOf(this.form).map((field) => nameOf(this.form, field)));
    return draft.values.every(([name, value]) => names.has(name) || typeof value !== "string" || !value.trim());
  }

  // Put a draft into the fields, of what collides what was chosen; it is this opening's from now on. Answers with the
  // texts that found no field.
  putBack(key, draft, chosen = new Map()) {
    const values = new Map(draft.values);
    for (const [name, fields] of namedFieldsOf(this.form)) {
      if (values.has(name)) put(fields, chosen.has(name) ? chosen.get(name) : values.get(name));
      values.delete(name);
    }
    // The mark of the page as a whole, and that of a draft which does not say what it was typed over, are the portal's.
    const isKnown = draft.values.every(([, , shown]) => typeof shown === "string" || typeof shown === "boolean");
    const isOfFields = /^-$|:/.test(draft.seen || "");
    if (draft.seen && this.form.elements.seen && !(isKnown && isOfFields)) this.form.elements.seen.value = draft.seen;
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
      const choices = element("div");
      box.append(choices);
      let asked = this.ask(choices, this.collisions(draft));
      const button = (label, style, action) => {
        const made = element("button", label, { type: "button", className: `btn btn-sm ${style}` });
        made.addEventListener("click", () => {
          if (action() !== false) box.focus();
        });
        box.append(made, " ");
      };
      button("นำกลับมา", "btn-primary", () => {
        const now = this.collisions(draft);
        const isSame = now.length === asked.length && now.every(({ name, theirs }, nth) => asked[nth].name === name && asked[nth].theirs === theirs);
        if (!isSame) asked = this.ask(choices, now);
        const open = asked.find(({ chosen }) => chosen() === undefined);
        if (!open) return this.tell(box, this.putBack(key, draft, new Map(asked.map(({ name, chosen }) => [name, chosen()]))));
        choices.querySelector("[role=alert]").textContent = "ยังไม่ได้นำกลับมา โปรดเลือกให้ครบทุกแห่ง";
        open.first.focus();
        return false;
      });
      button("ทิ้ง", "btn-secondary", () => {
        dropFrom("localStorage", key);
        box.replaceChildren(element("p", "ทิ้งข้อความที่พิมพ์ค้างไว้แล้ว"));
      });
    });
  }

  // Show both texts of each collision. Answers with the collisions, each with `chosen`, the value that was chosen.
  ask(box, collisions) {
    box.replaceChildren();
    if (!collisions.length) return [];
    const count = new Intl.NumberFormat("th-TH-u-nu-thai").format(collisions.length);
    box.append(element("p", `สิ่งที่อยู่ในหน้านี้เปลี่ยนไปหลังจากนั้น ${count} แห่ง โปรดเลือกว่าจะใช้ข้อความใด`));
    const asked = collisions.map((collision) => {
      const { fields, mine, theirs } = collision;
      const group = element("fieldset", "", { className: "collision" });
      const texts = element("div", "", { className: "collision__texts" });
      const name = `draft-${Math.random().toString(36).slice(2)}`;
      const values = [];
      const choice = (label, value, within) => {
        const line = element("div", "", { className: "form-check" });
        const radio = element("input", "", { type: "radio", className: "form-check-input", name, id: `${name}-${values.length}` });
        line.append(radio, element("label", label, { className: "form-check-label", htmlFor: radio.id }));
        within.append(line);
        values.push([radio, value]);
        return radio;
      };
      const side = (label, value) => {
        const part = element("div");
        const radio = choice(label, value, part);
        part.append(element("p", wordsOf(fields, value), { className: "pre-line collision__text", id: `${radio.id}-text` }));
        radio.setAttribute("aria-describedby", `${radio.id}-text`);
        texts.append(part);
      };
      side("ใช้ที่พิมพ์ค้างไว้", mine);
      side(theirs === sentValueOf(fields) && !shownAgain ? "ใช้ที่บันทึกไว้ในระบบ" : "ใช้ที่อยู่ในหน้านี้", theirs);
      group.append(element("legend", titleOf(fields)), texts);
      if (fields[0].localName === "textarea") choice("ใช้ทั้งสอง: ที่อยู่ในหน้านี้ทั้งหมด และที่พิมพ์ค้างไว้เฉพาะส่วนที่ต่างออกไป", joined(theirs, mine), group);
      box.append(group);
      return { ...collision, first: values[0][0], chosen: () => values.find(([radio]) => radio.checked)?.[1] };
    });
    const missing = element("p");
    missing.setAttribute("role", "alert");
    box.append(missing);
    return asked;
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
const kept = account ? forms.filter(hasProse).map((form) => new Draft(form)) : [];
const shownAgain = document.querySelector("#conflict, #problems") !== null;

for (const draft of kept) {
  for (const [key, found] of draft.others) {
    if (key === sent.key && !redirected && draft.holds(found)) {
      // The form is shown again with what was sent: all of that is still to be stored.
      found.values.forEach(([name, , shown]) => {
        draft.unsaved.add(name);
        draft.shown.set(name, shown);
      });
      dropFrom("localStorage", key);
    } else if (draft.shows(found)) dropFrom("localStorage", key);
    else if (carried.delete(key) && !draft.collisions(found).length) {
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
