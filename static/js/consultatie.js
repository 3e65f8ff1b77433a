// A consultation by keyboard: 1 to 9 choose in a question, Tab goes to the next one, Ctrl+Enter sends, a button copies.
(() => {
  'use strict';
  const doc = document;
  const groups = [...doc.querySelectorAll('form[data-send-by-keys] [data-keys]')].map((group) => [...group.querySelectorAll('input')]);
  // Boxes are one stop of Tab, as radios are by themselves; arrows go from one to the next.
  const stopAt = (boxes, here) => boxes.forEach((box) => { box.tabIndex = box === here ? 0 : -1; });
  const boxes = groups.filter((inputs) => inputs[0]?.type === 'checkbox');
  boxes.forEach((inputs) => stopAt(inputs, inputs[0]));
  doc.addEventListener('focusin', ({ target }) => {
    const mine = boxes.find((inputs) => inputs.includes(target));
    if (mine) stopAt(mine, target);
  });
  if (!doc.querySelector('.errorsummary')) groups[0]?.[0]?.focus();
  doc.addEventListener('keydown', (event) => {
    const form = event.target.closest('form[data-send-by-keys]');
    if (!form) return;
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit();
      return;
    }
    const mine = boxes.find((inputs) => inputs.includes(event.target));
    const way = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (mine && way) {
      event.preventDefault();
      mine.at((mine.indexOf(event.target) + way) % mine.length).focus();
      return;
    }
    const group = event.target.closest('[data-keys]');
    if (!group || event.ctrlKey || event.altKey || event.metaKey || !/^[1-9]$/.test(event.key)) return;
    const choice = group.querySelectorAll('input')[event.key - 1];
    if (!choice) return;
    event.preventDefault();
    choice.focus();
    choice.click();
  });
  doc.addEventListener('click', async (event) => {
    const button = event.target.closest('[data-copy]');
    if (!button) return;
    const texts = [...doc.querySelectorAll(button.dataset.copy)].map((el) => el.value ?? el.textContent).filter(Boolean);
    await navigator.clipboard.writeText(texts.join('\n\n'));
    doc.body.dispatchEvent(new CustomEvent('melding', { detail: { value: button.dataset.copied } }));
  });
})();
