// Leaves at once, and puts the place one leaves to where this page was in the history. Without this script the link does
// the first half. Shift three times within a second and a half each does the same from anywhere on the page.
// Source: GOV.UK Design System, "Exit a page quickly".
(() => {
  const link = document.querySelector("a[data-exit]");
  if (!(link instanceof HTMLAnchorElement)) return;
  const WITHIN_MS = 1500;
  let presses = 0;
  let lastAt = 0;

  const leave = () => {
    document.documentElement.replaceChildren();
    location.replace(link.href);
  };

  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });
  addEventListener("keyup", (event) => {
    if (event.key !== "Shift") {
      presses = 0;
      return;
    }
    presses = event.timeStamp - lastAt > WITHIN_MS ? 1 : presses + 1;
    lastAt = event.timeStamp;
    if (presses === 3) leave();
  });
  // A page the browser kept is not shown again to whoever comes back to it.
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
})();
