// Ties a form with data-passkey to the passkey functions of allauth. The options of the server stand in data-options.
(() => {
  'use strict';
  const forms = window.allauth.webauthn.forms;
  const start = { login: 'loginForm', ask: 'authenticateForm', add: 'addForm' };
  document.querySelectorAll('form[data-passkey]').forEach((form) => {
    const { passkey, options } = form.dataset;
    const button = form.querySelector('button').id;
    const found = form.querySelector('[name="credential"]').id;
    const free = form.querySelector('[name="passwordless"]');
    forms[start[passkey]]({
      ids: { login: button, authenticate: button, add: button, credential: found, passwordless: free && free.id },
      data: options && JSON.parse(options),
    });
  });
  document.addEventListener('allauth.error', (event) => {
    event.preventDefault();
    document.querySelectorAll('[data-passkey-trouble]').forEach((line) => { line.hidden = false; });
  });
})();
