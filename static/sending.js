// A form with a file says how much of it has been sent, and that the portal is reading it then. Without this
// script it is sent like any other.

const percent = new Intl.NumberFormat("th-TH-u-nu-thai", { style: "percent" });

function bar(form) {
  const found = form.querySelector("[data-sending]");
  found.hidden = false;
  return { meter: found.querySelector("progress"), words: found.querySelector("[role=status]") };
}

function showAnswer(form, request) {
  const answer = new DOMParser().parseFromString(request.responseText, "text/html");
  const problems = answer.querySelector("#problems");
  if (!problems) {
    location.assign(request.responseURL);
    return;
  }
  // The file was refused: what is said of it is shown here, where the field still knows the file.
  document.querySelector("main h1").closest(".page-head").after(problems);
  form.querySelector("[data-sending]").hidden = true;
  for (const button of form.querySelectorAll("button[type=submit]")) button.disabled = false;
  problems.focus();
}

function send(form) {
  document.querySelector("#problems")?.remove();
  const { meter, words } = bar(form);
  const request = new XMLHttpRequest();
  const buttons = form.querySelectorAll("button[type=submit]");
  request.upload.addEventListener("progress", (event) => {
    if (!event.lengthComputable) return;
    meter.value = event.loaded / event.total;
    words.textContent = `ส่งไฟล์แล้ว ${percent.format(event.loaded / event.total)}`;
  });
  request.upload.addEventListener("load", () => {
    meter.removeAttribute("value"); // how far the reading is, nobody knows
    words.textContent = "ส่งไฟล์ครบแล้ว กำลังอ่านและตรวจทุกแถว ไฟล์ใหญ่อาจใช้เวลาครึ่งนาที";
  });
  const fail = () => {
    words.textContent = "ส่งไฟล์ไม่สำเร็จ โปรดตรวจการเชื่อมต่อ แล้วกดอีกครั้ง";
    for (const button of buttons) button.disabled = false;
  };
  request.addEventListener("load", () => (request.status < 400 ? showAnswer(form, request) : fail()));
  request.addEventListener("error", fail);
  for (const button of buttons) button.disabled = true;
  words.textContent = "กำลังส่งไฟล์";
  request.open("POST", form.action || location.href);
  request.send(new FormData(form));
}

for (const part of document.querySelectorAll("form [data-sending]")) {
  const form = part.closest("form");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(form);
  });
}
