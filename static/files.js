// A file that the portal would refuse for its size or its kind is refused when it is chosen, before it is uploaded.

const megabytes = new Intl.NumberFormat("th-TH-u-nu-thai", { maximumFractionDigits: 1 });

function refusal(field, file) {
  const limit = Number(field.dataset.maxBytes);
  const endings = field.accept.split(",");
  if (field.dataset.kinds && !endings.some((ending) => file.name.toLowerCase().endsWith(ending))) {
    return `ไม่ได้เลือกไฟล์ “${file.name}” เพราะระบบรับเฉพาะไฟล์ ${field.dataset.kinds} กรุณาเลือกไฟล์อื่น`;
  }
  if (limit && file.size > limit) {
    const [size, most] = [file.size, limit].map((bytes) => megabytes.format(bytes / 1024 / 1024));
    return `ไม่ได้เลือกไฟล์ “${file.name}” เพราะมีขนาด ${size} เมกะไบต์ เกิน ${most} เมกะไบต์ กรุณาเลือกไฟล์ที่เล็กกว่า`;
  }
  return file.size ? "" : `ไม่ได้เลือกไฟล์ “${file.name}” เพราะเป็นไฟล์ว่างเปล่า กรุณาเลือกไฟล์อื่น`;
}

for (const field of document.querySelectorAll("input[type=file]")) {
  const sentence = document.createElement("div"); // takes no room while it is empty
  sentence.id = `${field.id}_refusal`;
  sentence.setAttribute("role", "alert");
  field.after(sentence);
  field.setAttribute("aria-describedby", `${field.getAttribute("aria-describedby") || ""} ${sentence.id}`.trim());
  field.addEventListener("change", () => {
    sentence.textContent = [...field.files].map((file) => refusal(field, file)).find(Boolean) || "";
    sentence.className = sentence.textContent && "invalid-feedback";
    field.setAttribute("aria-invalid", sentence.textContent !== "");
    if (sentence.textContent) field.value = "";
  });
}
