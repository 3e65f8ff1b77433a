// Ties a form with data-passkey to the passkey functions of allauth. The options of the server stand in data-options.
(() => {
  'use strict';
  const forms = window.allauth.webauthn.forms;
  const start = { login: forms.loginForm, ask: forms.authenticateForm, add: forms.signupForm };
  document.querySelectorAll('form[data-passkey]').forEach((form) => {
    const { passkey, options } = form.dataset;
    const button = form.querySelector('.button').id;
    const credential = form.querySelector('[name="credential"]').id;
    start[passkey]({
      ids: { login: button, authenticate: button, signup: button, credential },
      data: options && JSON.parse(options),
    });
  });
  document.addEventListener('allauth.error', (event) => {
    event.preventDefault();
    document.querySelectorAll('[data-passkey-trouble]').forEach((line) => { line.hidden = false; });
  });
})();
