// The agenda: keys (Alt with an arrow) and dragging. Both press the buttons that are there; nothing depends on this.
(() => {
  'use strict';
  const form = document.getElementById('samenstellen');
  const drop = form.querySelector('[data-drop]');
  const rowOf = (el) => el.closest && el.closest('[data-item]');
  const KEYS = { ArrowUp: '[data-earlier]', ArrowDown: '[data-later]', ArrowLeft: '[data-back]' };

  form.addEventListener('keydown', (event) => {
    const row = rowOf(event.target);
    if (!row || !event.altKey || !KEYS[event.key]) return;
    event.preventDefault();
    row.querySelector(KEYS[event.key]).click();
  });

  if (!window.matchMedia('(pointer: fine)').matches) return;
  let dragged = null;
  const clear = () => form.querySelectorAll('.is-before').forEach((el) => el.classList.remove('is-before'));
  form.classList.add('can-drag');
  form.addEventListener('pointerdown', (event) => {
    const row = event.target.closest('[data-grip]') && rowOf(event.target);
    if (row) row.draggable = true;
  });
  form.addEventListener('pointerup', (event) => { const row = rowOf(event.target); if (row) row.draggable = false; });
  form.addEventListener('dragstart', (event) => {
    dragged = rowOf(event.target);
    if (!dragged) return;
    event.dataTransfer.effectAllowed = 'move';
    event.dataTransfer.setData('text/plain', '');
    dragged.classList.add('is-dragged');
  });
  form.addEventListener('dragover', (event) => {
    const row = dragged && rowOf(event.target);
    if (!row) return;
    event.preventDefault();
    clear();
    row.classList.add('is-before');
  });
  form.addEventListener('dragend', () => {
    if (dragged) dragged.classList.remove('is-dragged');
    dragged = null;
    clear();
  });
  form.addEventListener('drop', (event) => {
    const row = dragged && rowOf(event.target);
    if (!row || row === dragged) return;
    event.preventDefault();
    const from = Number(dragged.dataset.place);
    const to = Number(row.dataset.place);
    drop.value = `naar ${dragged.dataset.item} ${from < to ? to - 1 : to}`;
    drop.click();
  });
})();
