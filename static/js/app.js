// Our own script: focus, live region, dialogs, idle warning, keys and small helpers. Pages work without it.
// It listens to data- attributes only. Nothing is kept in the browser.
(() => {
  'use strict';
  const doc = document;
  const body = doc.body;
  const one = (selector, root = doc) => root.querySelector(selector);
  const all = (selector, root = doc) => [...root.querySelectorAll(selector)];
  const on = (type, handler, target = doc) => target.addEventListener(type, handler);

  // A page from the back-forward cache may belong to someone who has signed out.
  on('pageshow', (event) => { if (event.persisted) location.reload(); }, window);

  // --- What only makes sense with script --------------------------------------------------------
  const show = (root) => all('[data-js][hidden], [data-reveal][hidden]', root).forEach((el) => { el.hidden = false; });

  // --- Focus and the live region ----------------------------------------------------------------
  const focus = (el) => {
    if (!el) return;
    if (!el.matches('a, button, input, select, textarea, summary, [tabindex]')) el.tabIndex = -1;
    el.focus();
  };
  const focusMarked = () => {
    const marked = all('[data-focus]');
    marked.forEach((el) => el.removeAttribute('data-focus'));
    focus(marked.pop());
  };
  const say = (text) => {
    const region = one('#melding');
    if (!region) return;
    const line = doc.createElement('div');
    line.className = 'message message--toast';
    line.textContent = text;
    region.replaceChildren(line);
    setTimeout(() => line.remove(), 10000);
  };
  on('melding', (event) => say(event.detail.value), body);

  show(doc);
  focus(one('.errorsummary'));
  // Messages that came with the page are put back once, so that a screen reader reads them.
  const region = one('#melding');
  if (region && region.children.length) setTimeout(() => region.replaceChildren(...region.children), 200);

  // --- Panels: Esc and [data-close] ask the panel back; the focus returns to the opener ---------
  const openers = new Map();

  // --- htmx ------------------------------------------------------------------------------------
  const trouble = one('#storing');
  let failed = null;
  const fail = (event) => {
    const config = event.detail.requestConfig;
    // What somebody sent goes before a draft that fails later.
    if (!(failed && config && config.parameters._concept)) failed = config;
    trouble.hidden = false;
    // Text that arrives later is what makes a screen reader speak.
    const text = one('span', trouble);
    text.textContent = text.dataset.text;
  };
  const retry = () => {
    if (failed) window.htmx.ajax(failed.verb, failed.path, { source: failed.elt, event: failed.triggeringEvent });
    else location.reload();
  };
  on('htmx:beforeRequest', ({ detail }) => {
    detail.target.setAttribute('aria-busy', 'true');
    if (detail.target.matches('[data-panel]') && !detail.elt.matches('[data-close]')) openers.set(detail.target.id, detail.elt);
  });
  on('htmx:afterRequest', ({ detail }) => {
    detail.target.removeAttribute('aria-busy');
    if (detail.elt.closest('[data-poll]')) return;
    if (detail.successful) {
      trouble.hidden = true;
      failed = null;
    }
    alive();
  });
  on('htmx:sendError', fail);
  on('htmx:timeout', fail);
  on('htmx:responseError', (event) => {
    const status = event.detail.xhr.status;
    if (status >= 500) fail(event);
    // Signed out meanwhile: the server sends this page to the sign-in page, and back afterwards.
    if (status === 401) location.reload();
  });
  on('htmx:afterSettle', ({ detail }) => {
    show(detail.elt);
    // A refused part says so in the title, as a whole page does.
    doc.title = (one('.errorsummary') ? 'Fout: ' : '') + doc.title.replace(/^Fout: /, '');
    focusMarked();
    const { elt, target } = detail.requestConfig || {};
    const opener = elt && elt.matches('[data-close]') && openers.get(target.id);
    if (opener && doc.contains(opener)) focus(opener);
  });

  // --- Idle: a warning at 12 of 15 minutes, counted from the last request that the server counts --
  const warning = one('#stil');
  const WARN = 12 * 60e3;
  const END = 15 * 60e3;
  const tabs = warning && new BroadcastChannel('rondom');
  let last = Date.now();
  const alive = (heard) => {
    last = Date.now();
    if (warning && warning.open) warning.close();
    if (!heard && tabs) tabs.postMessage(1);
  };
  if (warning) {
    tabs.onmessage = () => alive(true);
    alive();
    setInterval(() => {
      const idle = Date.now() - last;
      if (idle >= END + 5e3) location.reload();
      else if (idle >= WARN && !warning.open) {
        all('dialog[open]').forEach((dialog) => dialog.close());
        warning.showModal();
      }
    }, 5e3);
    const stay = () => fetch(body.dataset.keepUrl)
      .then((answer) => (answer.redirected ? location.reload() : alive()))
      .catch(() => fail({ detail: { requestConfig: null } }));
    on('click', stay, one('[data-stay]', warning));
    on('cancel', stay, warning);
  }

  // --- Clicks ----------------------------------------------------------------------------------
  const addRow = (button) => {
    const rows = button.closest('[data-rows]');
    const model = rows && one('template', rows);
    if (!model) return false;
    const total = one(`[name="${rows.dataset.rows}-TOTAL_FORMS"]`);
    const fresh = doc.createElement('template');
    fresh.innerHTML = model.innerHTML.replaceAll('__prefix__', total.value).replaceAll('__number__', Number(total.value) + 1);
    total.value = Number(total.value) + 1;
    const row = fresh.content.firstElementChild;
    (one('[data-row-list]', rows) || rows).append(row);
    show(row);
    focus(one('input:not([type=hidden]), select, textarea', row));
    return true;
  };
  const removeRow = (button) => {
    const row = button.closest('[data-row]');
    const rows = button.closest('[data-rows]');
    if (!row || !rows) return false;
    const mark = one('[name$="-DELETE"]', row);
    if (!mark) return false;
    mark.value = 'on';
    mark.checked = true;
    row.hidden = true;
    focus(one('[data-add-row]', rows));
    return true;
  };
  const addDays = (button) => {
    const field = doc.getElementById(button.dataset.for);
    const day = new Date();
    day.setDate(day.getDate() + Number(button.dataset.addDays));
    field.value = day.toLocaleDateString('sv-SE');
    ['input', 'change'].forEach((type) => field.dispatchEvent(new Event(type, { bubbles: true })));
    say(`${day.toLocaleDateString('nl-NL', { day: 'numeric', month: 'long' })} is ingevuld.`);
  };
  on('click', (event) => {
    const el = event.target.closest('[data-add-days], [data-reveal], [data-add-row], [data-remove-row], [data-print], [data-dialog], [data-retry]');
    all('details[data-menu][open]').forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
    if (!el) return;
    const data = el.dataset;
    if ('addDays' in data) addDays(el);
    else if ('reveal' in data) {
      const field = doc.getElementById(el.getAttribute('aria-controls'));
      const visible = field.type === 'text';
      field.type = visible ? 'password' : 'text';
      el.setAttribute('aria-pressed', String(!visible));
      el.textContent = visible ? 'Toon wachtwoord' : 'Verberg wachtwoord';
    } else if ('addRow' in data) { if (addRow(el)) event.preventDefault(); }
    else if ('removeRow' in data) { if (removeRow(el)) event.preventDefault(); }
    else if ('print' in data) window.print();
    else if ('retry' in data) retry();
    else {
      event.preventDefault();
      if (data.dialog === 'toetsen') openKeys(); else doc.getElementById(data.dialog).showModal();
    }
  });

  // --- Keys: none while typing, none when switched off ------------------------------------------
  let waitsForMenu = 0;
  const typing = (el) => el.matches('textarea, select, [contenteditable], input:not([type=radio], [type=checkbox], [type=button], [type=submit])');
  const keysDialog = one('#toetsen');
  const openKeys = () => {
    const list = one('[data-keys]', keysDialog);
    all('[data-own]', list).forEach((row) => row.remove());
    all('[data-key]').forEach((el) => {
      const row = list.firstElementChild.cloneNode(true);
      row.dataset.own = '';
      one('dt', row).replaceChildren(one('kbd', row));
      one('kbd', row).textContent = el.dataset.key;
      one('dd', row).textContent = (el.getAttribute('aria-label') || el.textContent).trim();
      list.append(row);
    });
    keysDialog.showModal();
  };
  on('keydown', (event) => {
    const { target, key } = event;
    if (body.dataset.shortcuts === 'off' && key !== 'Escape') return;
    if (key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      const form = target.closest('form');
      if (!form) return;
      event.preventDefault();
      form.requestSubmit(one('.button--primary[type=submit]', form) || undefined);
      return;
    }
    if (key === 'Escape' && !one('dialog[open]')) {
      const menu = one('details[data-menu][open]');
      const close = one('[data-close]', target.closest('[data-panel]') || doc);
      if (menu) {
        menu.open = false;
        focus(one('summary', menu));
      } else if (close) close.click();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || typing(target) || one('dialog[open]')) return;
    const go = Date.now() < waitsForMenu && all('[data-go]').find((el) => el.dataset.go === key);
    if (go) {
      waitsForMenu = 0;
      go.click();
      return;
    }
    const own = all('[data-key]').find((el) => el.dataset.key === key);
    const search = one('[data-search-field]') || one('[data-search]');
    if (own) { event.preventDefault(); own.click(); }
    else if (key === 'g') waitsForMenu = Date.now() + 1500;
    else if (key === '?' && keysDialog) { event.preventDefault(); openKeys(); }
    else if (key === '/' && search) {
      event.preventDefault();
      if (search.matches('input')) search.focus(); else search.click();
    }
  });
})();
