// The public check: leaves the page at once, and verifies the code of a QR here, so that no server hears of it.
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

  const say = (answer) => {
    document.querySelectorAll('[data-say]').forEach((line) => { line.hidden = line.dataset.say !== answer; });
    document.querySelector('[data-say]:not([hidden])').focus();
  };
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (sign) => sign.charCodeAt(0));
  const keys = document.querySelector('[data-keys]').dataset.keys.split(' ').filter(Boolean);

  const isGenuine = async (code, signature) => {
    const signed = new TextEncoder().encode(`rondom code 1\n${code}`); // as veiligheidskaart.keylist.message
    if (!keys.length) throw new Error('no keys');
    for (const key of keys) {
      const imported = await crypto.subtle.importKey('raw', bytes(key), { name: 'Ed25519' }, false, ['verify']);
      if (await crypto.subtle.verify({ name: 'Ed25519' }, imported, bytes(signature), signed)) return true;
    }
    return false;
  };

  const read = async () => {
    const scanned = window.location.hash.slice(1);
    if (!scanned.includes('.')) return;
    window.history.replaceState(null, '', window.location.pathname);
    const found = /^([\w-]{22})\.([\w-]{86})$/.exec(scanned);
    if (!found) {
      say('unknown');
      return;
    }
    try {
      say(await isGenuine(found[1], found[2]) ? 'genuine' : 'unknown');
    } catch {
      say('cannot'); // no Ed25519 in this browser, or no secure connection
    }
  };
  window.addEventListener('hashchange', read);
  read();
})();
