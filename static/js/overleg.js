// The writing fields of the live meeting: each is saved by itself, what a colleague wrote is joined by the server, and a
// line that is gone loses nothing. Without this script the page has a button. Nothing is kept in the browser.
(() => {
  'use strict';
  const form = document.querySelector('[data-write]');
  const live = document.getElementById('live');
  if (!form || !live) return;
  const bar = document.getElementById('geen-verbinding');
  const saved = document.getElementById('bewaard');
  const notice = form.querySelector('[data-notice]');
  const headers = { ...JSON.parse(document.body.getAttribute('hx-headers') || '{}'), 'HX-Request': 'true' };
  const tabs = new BroadcastChannel('rondom');
  const REST = 2000; // milliseconds without typing
  const AT_LEAST = 5000; // while somebody goes on typing
  const AGAIN = 3000; // while the line is gone
  let away = false;

  const say = (gone) => {
    if (gone === away) return;
    away = gone;
    bar.hidden = !gone;
    // Text that arrives later is what makes a screen reader speak.
    bar.textContent = gone ? bar.dataset.text : '';
  };

  class Field {
    constructor(box) {
      this.box = box;
      this.name = box.dataset.field;
      this.area = box.querySelector('textarea, input[type=text]');
      this.ticks = [...box.querySelectorAll('input[type=checkbox]')];
      this.kept = box.querySelector('[data-shown]');
      this.shown = this.area ? this.kept.value.replace(/\r\n?/g, '\n') : this.kept.value;
      this.version = box.querySelector('[data-versie]');
      this.saving = null;
      this.timer = 0;
      this.since = 0;
      this.refused = null;
      box.addEventListener('input', () => this.typed());
      box.addEventListener('focusout', () => this.save());
    }

    get value() {
      if (this.area) return this.area.value;
      return this.ticks.filter((tick) => tick.checked).map((tick) => tick.value).join(',');
    }

    get isOpen() { return this.value !== this.shown; }

    typed() {
      this.refused = null;
      this.since = this.since || Date.now();
      clearTimeout(this.timer);
      const rest = this.area ? Math.min(REST, Math.max(0, this.since + AT_LEAST - Date.now())) : 0;
      this.timer = setTimeout(() => this.save(), rest);
    }

    // Show another text and leave the caret where it was in the text around it.
    show(text, version) {
      if (this.area && text !== this.area.value) {
        const { area } = this;
        const before = area.value;
        const places = area === document.activeElement && [area.selectionStart, area.selectionEnd];
        area.value = text;
        if (places) {
          let same = 0;
          while (same < before.length && before[same] === text[same]) same += 1;
          const move = (at) => (at <= same ? at : Math.max(same, at + text.length - before.length));
          area.setSelectionRange(move(places[0]), move(places[1]));
        }
      } else if (!this.area) {
        const codes = text.split(',');
        this.ticks.forEach((tick) => { tick.checked = codes.includes(tick.value); });
      }
      this.settled(text);
      this.version.value = version;
    }

    settled(text) {
      this.shown = text;
      this.kept.value = text;
    }

    note(html) { this.box.querySelector('[data-note]').innerHTML = html; }

    // One save at a time; what is typed meanwhile goes along with the next one.
    save() {
      clearTimeout(this.timer);
      this.timer = 0;
      this.since = 0;
      if (this.saving || !this.isOpen || this.refused === this.value) return this.saving || Promise.resolve();
      this.saving = this.send().finally(() => {
        this.saving = null;
        if (this.isOpen && !away && this.refused !== this.value && !this.timer) this.typed();
      });
      return this.saving;
    }

    async send() {
      const sent = this.value;
      const data = new FormData();
      Object.entries({ veld: this.name, waarde: sent, getoond: this.shown }).forEach(([key, text]) => data.append(key, text));
      let answer;
      try {
        const response = await fetch(form.dataset.saveUrl, { method: 'POST', body: data, headers });
        if (response.status !== 422 && !response.ok) throw new Error(response.status);
        answer = await response.json();
        if (response.status === 422) {
          this.refused = sent;
          this.note(answer.note);
          say(false);
          return;
        }
      } catch {
        say(true);
        return;
      }
      say(false);
      tabs.postMessage(1); // saving counts as being there
      this.note(answer.note);
      saved.innerHTML = answer.saved;
      if (notice.textContent !== answer.notice) notice.textContent = answer.notice;
      const lines = this.box.querySelector('[data-lines]');
      if (lines) lines.textContent = `Nu ${answer.lines}.`;
      if (this.value === sent) this.show(answer.value, answer.version);
      else this.settled(sent);
    }

    news({ version, writer }, text) {
      const line = this.box.querySelector('[data-writer]');
      const who = writer ? `${writer} schrijft hier` : '';
      if (line.textContent !== who) line.textContent = who;
      const isNewer = Number(version) > Number(this.version.value);
      if (text !== null && isNewer && !this.saving && !this.isOpen) this.show(text, version);
    }
  }

  const fields = [...form.querySelectorAll('[data-field]')].map((box) => new Field(box));
  const open = () => fields.filter((field) => field.isOpen);

  // --- The poll (htmx) draws the ring and brings what a colleague wrote ----------------------------
  live.addEventListener('htmx:afterSettle', () => {
    document.querySelectorAll('#stand [data-news]').forEach((el) => {
      const field = fields.find(({ name }) => name === el.dataset.news);
      if (field) field.news(el.dataset, el.getAttribute('value'));
    });
  });
  live.addEventListener('htmx:afterRequest', ({ detail }) => {
    if (!detail.successful) return;
    say(false);
    open().forEach((field) => { if (!field.timer) field.save(); });
  });
  // A poll that fails asks nothing of anybody: the bar says what there is to know, and nothing reloads this page.
  ['htmx:sendError', 'htmx:timeout', 'htmx:responseError'].forEach((type) => {
    live.addEventListener(type, (event) => {
      if (event.detail.xhr && event.detail.xhr.status >= 400 && event.detail.xhr.status < 500 && !open().length) return;
      event.stopPropagation();
      say(true);
    });
  });

  // --- Until everything is saved --------------------------------------------------------------------
  setInterval(() => { if (away) open().forEach((field) => field.save()); }, AGAIN);
  window.addEventListener('online', () => open().forEach((field) => field.save()));
  window.addEventListener('offline', () => say(true));
  window.addEventListener('beforeunload', (event) => { if (open().length) event.preventDefault(); });

  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    await Promise.all(fields.map((field) => field.saving || field.save()));
    await Promise.all(open().map((field) => field.save()));
    const left = open()[0];
    if (left) {
      (left.area || left.ticks[0]).focus();
      return;
    }
    if (event.submitter) {
      const which = document.createElement('input');
      Object.assign(which, { type: 'hidden', name: event.submitter.name, value: event.submitter.value });
      form.append(which);
    }
    form.submit();
  });
})();
