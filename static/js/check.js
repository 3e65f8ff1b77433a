// The public check: leaves the page at once, by its button or by Shift three times.
(() => {
  'use strict';
  const leave = document.querySelector('[data-leave]');
  const go = (event) => {
    event.preventDefault();
    document.body.hidden = true;
    window.location.replace(leave.href);
  };
  leave.addEventListener('click', go);
  document.querySelectorAll('[data-js]').forEach((part) => { part.hidden = false; });

  let shifts = [];
  document.addEventListener('keydown', (event) => {
    if (event.repeat) return;
    shifts = event.key === 'Shift' ? [...shifts.filter((at) => event.timeStamp - at < 2000), event.timeStamp] : [];
    if (shifts.length === 3) go(event);
  });
})();
