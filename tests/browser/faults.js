// What a look at a page finds wrong, as sentences; each list is empty where nothing is.
() => {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const named = (what, one) => `${what} ${one.localName}.${one.className}: ${one.textContent.trim().slice(0, 40)}`;

  function plain() {
    const headings = all("h1").length;
    const ids = all("[id]").map((one) => one.id);
    const twice = ids.filter((id, place) => ids.indexOf(id) !== place);
    return [
      ...(headings === 1 ? [] : [`${headings} h1`]),
      ...(document.documentElement.lang === "th-TH" ? [] : [`lang ${document.documentElement.lang}`]),
      ...twice.map((id) => `id ${id} twice`),
      ...all('a[href=""]').map((one) => named("leads nowhere", one)),
    ];
  }

  // The innermost elements that stick out of the window and do not lie in something that scrolls.
  function wide() {
    const edge = document.documentElement.clientWidth + 1;
    if (document.documentElement.scrollWidth < edge) return [];
    const scrolls = (one) => one && (getComputedStyle(one).overflowX !== "visible" || scrolls(one.parentElement));
    const end = (one, box) => Math.max(box.right, box.left + one.scrollWidth);
    const out = all("body *").filter((one) => end(one, one.getBoundingClientRect()) > edge && !scrolls(one));
    const inner = out.filter((one) => !out.some((other) => one !== other && one.contains(other)));
    return ["wider than the window", ...inner.map((one) => named("wide", one))];
  }

  // Text that is cut off, or runs out of its button or badge; a field scrolls by itself.
  function cut() {
    const found = all("body *").filter((one) => {
      const style = getComputedStyle(one);
      const boxed = [style.overflowX, style.overflowY].some((way) => way === "hidden" || way === "clip");
      const holds = boxed || one.matches(".btn, .badge, .tabs a, legend, label");
      const hidden = one.clientWidth <= 1 || style.display === "inline" || one.closest("svg, .visually-hidden");
      if (!holds || hidden || one.matches("input, select, textarea")) return false;
      return one.scrollWidth > one.clientWidth + 1 || (boxed && one.scrollHeight > one.clientHeight + 1);
    });
    return found.map((one) => named("cut", one));
  }

  return { plain: plain(), size: [...wide(), ...cut()] };
}
