// Month grids, quicker to tick: a whole year at once, and a stretch by pressing on one month and dragging to another, with a
// mouse or along a row with a finger. Nothing here is needed: the boxes are a plain form, and the server reads them the same way.
"use strict";
for (const stretch of document.querySelectorAll(".stretch")) {
  const boxes = [...stretch.querySelectorAll(".month input")];
  let from = -1, on = false, before = [], dragged = false;
  const paint = (to) => {
    const [first, last] = from < to ? [from, to] : [to, from];
    boxes.forEach((box, at) => { box.checked = at >= first && at <= last ? on : before[at]; });
  };
  const under = (event) => {
    const month = document.elementFromPoint(event.clientX, event.clientY)?.closest(".month");
    return month ? boxes.indexOf(month.querySelector("input")) : -1;
  };
  stretch.addEventListener("pointerdown", (event) => {
    dragged = false;
    from = event.button === 0 && event.isPrimary ? under(event) : -1;
    if (from < 0) return;
    before = boxes.map((box) => box.checked);
    on = !before[from];
  });
  stretch.addEventListener("pointermove", (event) => {
    if (from < 0 || event.buttons !== 1) return;
    const to = under(event);
    if (to < 0 || (to === from && !dragged)) return;
    dragged = true;
    paint(to);
    event.preventDefault();
  });
  addEventListener("pointerup", () => { from = -1; });
  // The finger scrolls the page after all: nothing was meant.
  addEventListener("pointercancel", () => {
    if (from >= 0 && dragged) boxes.forEach((box, at) => { box.checked = before[at]; });
    from = -1;
  });
  // Where a drag ends on the month that it began with, the browser takes it for a click on top.
  stretch.addEventListener("click", (event) => {
    if (dragged && event.target.closest(".month")) { event.preventDefault(); event.stopPropagation(); }
  }, true);
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
    whole.addEventListener("change", () => {
      const all = months.every((box) => box.checked);
      months.forEach((box) => { box.checked = !all; });
      whole.checked = false;
    });
  }
}
