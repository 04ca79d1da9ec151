// A table that is pasted is read from the clipboard as cells. The plain text that Word puts there does not say where a
// cell with several lines ends; without JavaScript that is found out on the server.
"use strict";

const BLOCKS = /^(P|DIV|LI|BR|H[1-6])$/;

// The text of a cell, a line for each paragraph; the numbers of Word's lists are text of their own.
function textOf(node) {
  if (node.nodeType === Node.TEXT_NODE) return node.data.replace(/\s+/g, " ");
  if (node.nodeType !== Node.ELEMENT_NODE || ["STYLE", "SCRIPT"].includes(node.nodeName)) return "";
  const inside = [...node.childNodes].map(textOf).join("");
  return BLOCKS.test(node.nodeName) ? `\n${inside}\n` : inside;
}

function cellOf(cell) {
  const lines = textOf(cell).split("\n").map((line) => line.trim()).filter(Boolean);
  const text = lines.join("\n");
  // As Excel writes a cell with several lines.
  return lines.length > 1 ? `"${text.replaceAll('"', '""')}"` : text;
}

// Each row as cells. One that is merged downwards holds for each row that begins a record of its own; where the number or
// the name of the record is merged too, the row only goes on.
function rowsOf(table) {
  const rows = [...table.rows].map(() => []);
  [...table.rows].forEach((row, nth) => {
    let place = 0;
    for (const cell of row.cells) {
      while (rows[nth][place]) place += 1;
      const text = cellOf(cell);
      for (let down = 0; down < Math.max(1, cell.rowSpan) && rows[nth + down]; down += 1) {
        for (let across = 0; across < cell.colSpan; across += 1) rows[nth + down][place + across] = { text: across ? "" : text, below: down > 0 };
      }
    }
  });
  return rows.map((cells) => {
    const goesOn = cells[0]?.below || cells[1]?.below;
    return Array.from(cells, (cell) => (cell && !(goesOn && cell.below) ? cell.text : "")).join("\t");
  });
}

for (const field of document.querySelectorAll("textarea[data-table]")) {
  field.addEventListener("paste", (event) => {
    const html = event.clipboardData?.getData("text/html");
    const tables = html ? [...new DOMParser().parseFromString(html, "text/html").querySelectorAll("table")] : [];
    const outer = tables.filter((table) => !table.parentElement.closest("table"));
    if (!outer.length) return;
    event.preventDefault();
    const text = outer.flatMap(rowsOf).join("\n");
    field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
}
