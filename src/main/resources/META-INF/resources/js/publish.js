// Comfort for the publish page, which works without: a spec is looked at as soon as it is there, the summary follows what is typed,
// rows come and go without a round trip.
(() => {
  const one = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  // Rows of paths
  const rows = one('[data-rows]');
  const number = () => all('[data-row]', rows).forEach((row, i) => {
    all('input', row).forEach(input => {
      const id = `${input.name}-${i + 1}`;
      const label = one('label', input.parentElement);
      input.id = id;
      label.htmlFor = id;
      label.classList.toggle('visually-hidden', i > 0);
    });
    one('[data-remove-row]', row).hidden = i === 0;
  });
  if (rows) {
    number();
    one('[data-add-row]').addEventListener('click', event => {
      event.preventDefault();
      const row = one('[data-row]', rows).cloneNode(true);
      all('input', row).forEach(input => { input.value = ''; });
      rows.append(row);
      number();
      one('input', row).focus();
    });
    rows.addEventListener('click', event => {
      const button = event.target.closest('[data-remove-row]');
      if (!button) return;
      button.closest('[data-row]').remove();
      number();
      rows.dispatchEvent(new Event('input', { bubbles: true }));
    });
  }

  // Files dropped on the page's field
  all('[data-drop]').forEach(area => {
    const input = one('input[type=file]', area);
    area.addEventListener('dragover', event => { event.preventDefault(); area.dataset.over = ''; });
    area.addEventListener('dragleave', () => { delete area.dataset.over; });
    area.addEventListener('drop', event => {
      event.preventDefault();
      delete area.dataset.over;
      if (event.dataTransfer.files.length === 0) return;
      input.files = event.dataTransfer.files;
      input.dispatchEvent(new Event('change', { bubbles: true }));
    });
  });

  const form = one('[data-publish]');
  if (!form) return;
  const field = name => form.elements[name];
  const value = name => (field(name)?.value ?? '').trim();

  // The summary follows what is typed
  const text = (name, content) => { const at = one(`[data-live=${name}]`); if (at) at.textContent = content; };
  const list = (name, items, otherwise) => {
    const at = one(`[data-live=${name}]`);
    if (!at) return;
    at.replaceChildren();
    if (items.length === 0) {
      const none = document.createElement('span');
      none.className = 'muted';
      none.textContent = otherwise;
      at.append(none);
    }
    items.forEach(item => at.append(item, ' '));
  };
  const element = (kind, className, content) => {
    const made = document.createElement(kind);
    made.className = className;
    made.textContent = content;
    return made;
  };
  const slugOf = name => name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '');
  const summarise = () => {
    const slug = form.dataset.slug || value('slug') || slugOf(value('apiName'));
    text('address', `/apis/${slug || '…'}/${value('label') || '…'}`);
    text('upstream', value('upstreamUrl') || '–');
    const paths = all('input[name=path]', form).map(input => input.value.trim()).filter(Boolean);
    const docsOnly = field('docsOnly')?.checked;
    list('routes', docsOnly ? [] : paths.map(path => element('div', 'mono wrap-anywhere', form.dataset.proxy + path)),
      docsOnly ? 'Not served: documentation only' : 'No path yet');
    const plans = all('input[name=plans]:checked', form).map(box => one(`label[for="${box.id}"]`).textContent);
    list('plans', plans.map(title => element('span', 'tag', title)), 'None: nobody can register yet');
  };
  form.addEventListener('input', summarise);

  // A spec is looked at as soon as it is there
  const filled = ['apiName', 'slug', 'label', 'summary', 'tags', 'upstreamUrl'];
  let asked = 0;
  const check = async () => {
    const mine = ++asked;
    const data = new FormData(form);
    data.set('do', 'look');
    form.setAttribute('aria-busy', 'true');
    try {
      const answer = await fetch(form.getAttribute('action'), { method: 'POST', body: data });
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      const theirs = one('[data-publish]', page);
      if (mine !== asked || !theirs) return;
      ['kept', 'fileName'].forEach(name => { field(name).value = theirs.elements[name].value; });
      if (field('file').files.length > 0) {
        field('file').value = '';
        field('source').value = theirs.elements.source.value;
        const kept = one('[data-kept]', page);
        one('[data-kept]', form)?.remove();
        if (kept) one('[data-drop]', form).after(kept);
        one('#file-error', form)?.remove();
        const wrong = one('#file-error', page);
        if (wrong) {
          wrong.setAttribute('role', 'alert');
          field('file').before(wrong);
        }
      }
      filled.forEach(name => { if (field(name) && !value(name)) field(name).value = theirs.elements[name].value; });
      const path = one('input[name=path]', form);
      if (!path.value) path.value = one('input[name=path]', theirs).value;
      one('#findings').replaceChildren(...one('#findings', page).childNodes);
      one('[data-do-publish]', form).textContent = one('[data-do-publish]', page).textContent;
      one('[data-live=spec]').replaceChildren(...one('[data-live=spec]', page).childNodes);
      summarise();
    } catch {
      // The buttons still work.
    } finally {
      if (mine === asked) form.removeAttribute('aria-busy');
    }
  };
  let timer;
  field('file').addEventListener('change', check);
  field('source').addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(check, 800); });
  summarise();
})();
