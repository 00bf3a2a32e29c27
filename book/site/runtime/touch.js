// Fingers and pens on a slider. noUiSlider moves it at the first touch, also when a finger begins
// there only to scroll the page. Here a tap moves it, and a drag that goes across.

const SLOP = 6; // pixels by which a finger that taps may tremble

/**
 * Follow them on `track`, before anything else there hears of them. `grab(event)` returns what to
 * do with that touch: `to(x, last)` goes where the finger is, `back()` to where the slider was.
 */
export function followFingers(track, grab) {
  let touch = null;
  const mine = ({ pointerId }) => touch?.id === pointerId;

  function begin(event) {
    if (event.pointerType === "mouse") return;
    event.stopPropagation();
    if (touch)
      cancel(); // a second finger
    else if (event.isPrimary)
      touch = { ...grab(event), id: event.pointerId, x: event.clientX, y: event.clientY, across: false };
  }
  function move(event) {
    if (!mine(event)) return;
    const [dx, dy] = [Math.abs(event.clientX - touch.x), Math.abs(event.clientY - touch.y)];
    if (!touch.across && Math.max(dx, dy) < SLOP) return;
    touch.across ||= dx > dy;
    if (touch.across) touch.to(event.clientX, false);
    else touch = null; // along: the page is meant
  }
  function end(event) {
    if (!mine(event)) return;
    touch.to(event.clientX, true);
    touch = null;
  }
  // The browser has made something else of it: it scrolls, zooms or shows a menu.
  function cancel() {
    if (touch?.across) touch.back();
    touch = null;
  }
  // noUiSlider listens for touches, not for pointers.
  track.addEventListener("touchstart", (event) => event.stopPropagation(), { capture: true, passive: true });
  track.addEventListener("pointerdown", begin, true);
  track.addEventListener("pointermove", move);
  track.addEventListener("pointerup", end);
  track.addEventListener("pointercancel", (event) => mine(event) && cancel());
}
