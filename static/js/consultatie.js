// A consultation by keyboard: 1 to 9 choose in a question, Ctrl+Enter sends, one button copies the texts.
(() => {
  'use strict';
  const doc = document;
  doc.addEventListener('keydown', (event) => {
    const form = event.target.closest('form[data-send-by-keys]');
    if (!form) return;
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit();
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
