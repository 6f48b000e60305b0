// Comfort on top of pages that work without it: copy buttons, dialogs, menus, light and dark, the search key.
(() => {
  const one = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  // Copy
  const copy = async (button, text) => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = document.createElement('textarea');
      area.value = text;
      document.body.append(area);
      area.select();
      document.execCommand('copy');
      area.remove();
    }
    const word = one('[data-copy-word]', button) ?? button;
    const before = word.dataset.before ?? (word.dataset.before = word.textContent);
    word.textContent = 'Copied';
    announce('Copied');
    setTimeout(() => { word.textContent = before; }, 2000);
  };
  const live = document.createElement('p');
  live.className = 'visually-hidden';
  live.setAttribute('role', 'status');
  document.body.append(live);
  const announce = text => { live.textContent = ''; setTimeout(() => { live.textContent = text; }, 50); };

  all('[data-copy], [data-copy-code]').forEach(button => { button.hidden = false; });
  document.addEventListener('click', event => {
    const button = event.target.closest('[data-copy], [data-copy-code]');
    if (!button) return;
    copy(button, button.dataset.copy ?? one('code', button.closest('.code')).textContent);
  });
  all('.copy input').forEach(input => input.addEventListener('focus', () => input.select()));

  // Confirmations become dialogs
  all('[data-confirm]').forEach(details => {
    const body = one('.confirm-body', details);
    const cancel = one('[data-close]', body);
    if (cancel) cancel.hidden = false;
    one('summary', details).addEventListener('click', event => {
      event.preventDefault();
      const dialog = document.createElement('dialog');
      dialog.setAttribute('aria-label', body.getAttribute('aria-label'));
      dialog.append(body);
      document.body.append(dialog);
      dialog.addEventListener('close', () => { details.append(body); dialog.remove(); one('summary', details).focus(); });
      dialog.addEventListener('click', inside => {
        if (inside.target === dialog || inside.target.closest('[data-close]')) dialog.close();
      });
      dialog.showModal();
    });
  });

  // Menus close when one looks elsewhere
  const closeMenus = except => all('details.menu[open]').forEach(menu => { if (menu !== except) menu.open = false; });
  document.addEventListener('click', event => closeMenus(event.target.closest('details.menu')));
  document.addEventListener('keydown', event => {
    if (event.key !== 'Escape') return;
    const open = one('details.menu[open]');
    if (!open) return;
    open.open = false;
    one('summary', open).focus();
  });

  // Light, dark, or as the system has it; the server reads the cookie on the next page
  document.addEventListener('click', event => {
    const choice = event.target.closest('[data-mode]');
    if (!choice) return;
    event.preventDefault();
    const mode = choice.dataset.mode;
    document.documentElement.dataset.theme = mode;
    document.cookie = `gh_mode=${mode}; Path=/; Max-Age=31536000; SameSite=Lax${location.protocol === 'https:' ? '; Secure' : ''}`;
    all('[data-mode]').forEach(each => each.toggleAttribute('aria-current', each.dataset.mode === mode));
    all('[data-mode][aria-current]').forEach(each => each.setAttribute('aria-current', 'true'));
    closeMenus();
  });

  // "/" and Ctrl K go to the search
  document.addEventListener('keydown', event => {
    const search = one('[data-search]');
    const typing = event.target.closest('input, textarea, select, [contenteditable]');
    const wanted = (event.key === '/' && !typing) || (event.key === 'k' && (event.ctrlKey || event.metaKey));
    if (!search || !wanted) return;
    event.preventDefault();
    search.focus();
    search.select();
  });

  // A form is sent once; its button shows that something happens
  document.addEventListener('submit', event => {
    const button = event.submitter;
    if (event.defaultPrevented || !button || event.target.method !== 'post') return;
    if (button.getAttribute('aria-busy') === 'true') { event.preventDefault(); return; }
    setTimeout(() => button.setAttribute('aria-busy', 'true'), 150);
    setTimeout(() => button.removeAttribute('aria-busy'), 8000);
  });
  addEventListener('pageshow', () => all('[aria-busy=true]').forEach(button => button.removeAttribute('aria-busy')));

  one('[data-focus]')?.focus();
})();
