// Month grids, quicker to tick: a whole year at once, and a stretch by pressing on one month and dragging to another.
// Nothing here is needed: the boxes are a plain form, and the server reads them the same way.
"use strict";
for (const stretch of document.querySelectorAll(".stretch")) {
  const boxes = [...stretch.querySelectorAll(".month input")];
  let from = -1, on = false, before = [];
  const paint = (to) => {
    const [first, last] = from < to ? [from, to] : [to, from];
    boxes.forEach((box, at) => { box.checked = at >= first && at <= last ? on : before[at]; });
  };
  const under = (event) => {
    const month = document.elementFromPoint(event.clientX, event.clientY)?.closest(".month");
    return month ? boxes.indexOf(month.querySelector("input")) : -1;
  };
  stretch.addEventListener("pointerdown", (event) => {
    if (event.pointerType === "touch" || event.button !== 0) return;
    from = under(event);
    if (from < 0) return;
    before = boxes.map((box) => box.checked);
    on = !before[from];
  });
  stretch.addEventListener("pointermove", (event) => {
    if (from < 0 || event.buttons !== 1) return;
    const to = under(event);
    if (to >= 0 && to !== from) { paint(to); event.preventDefault(); }
  });
  addEventListener("pointerup", () => { from = -1; });
  // With the shift key: everything from the last box changed to this one.
  let last = -1;
  stretch.addEventListener("click", (event) => {
    const at = boxes.indexOf(event.target);
    if (at < 0) return;
    if (event.shiftKey && last >= 0) {
      const [first, end] = last < at ? [last, at] : [at, last];
      boxes.slice(first, end + 1).forEach((box) => { box.checked = boxes[at].checked; });
    }
    last = at;
  });
  for (const year of stretch.querySelectorAll(".year")) {
    const whole = year.querySelector(".whole input");
    const months = [...year.querySelectorAll(".month input")];
    const look = () => { whole.checked = false; whole.indeterminate = false; };
    whole.addEventListener("change", () => {
      const all = months.every((box) => box.checked);
      months.forEach((box) => { box.checked = !all; });
      look();
    });
  }
}
