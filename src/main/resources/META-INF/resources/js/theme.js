// The theme editor while one types: the draft is saved, the frame changes, and each colour says how it reads.
(() => {
  const form = document.querySelector('[data-theme-form]');
  const view = document.querySelector('[data-theme-view]');
  const stage = document.querySelector('[data-stage]');
  const frame = document.querySelector('[data-frame]');
  const saved = document.querySelector('[data-saved]');
  const field = name => form.elements.namedItem(name);
  const tell = message => frame.contentWindow.postMessage(message, '*');
  let shown = {};

  document.querySelectorAll('[data-without-script]').forEach(each => { each.hidden = true; });

  const element = (tag, className, text) => {
    const made = document.createElement(tag);
    made.className = className;
    made.textContent = text;
    return made;
  };

  const showCheck = (name, check, error) => {
    const row = form.querySelector(`[data-check="${CSS.escape(name)}"]`);
    if (!row) return;
    const place = row.querySelector('.swatch-check');
    if (error) field(name).setAttribute('aria-invalid', 'true');
    else field(name).removeAttribute('aria-invalid');
    if (error) { place.replaceChildren(element('span', 'field-error', error)); return; }
    if (!check) { place.replaceChildren(); return; }
    if (check.good) { place.replaceChildren(element('span', 'ratio ratio-good', check.ratio)); return; }
    place.replaceChildren(element('span', 'ratio ratio-bad', `${check.ratio} with “${check.against}”`));
    if (!check.nearest) return;
    const use = element('button', '', `use ${check.nearest}`);
    use.type = 'button';
    use.addEventListener('click', () => { field(name).value = check.nearest; field(`${name}.picked`).value = check.nearest; save(); });
    const nearest = element('span', 'nearest', ' ');
    nearest.append(use);
    place.append(nearest);
  };

  const showShortfalls = list => {
    const box = form.querySelector('[data-shortfalls]');
    box.hidden = list.length === 0;
    box.querySelector('ul').replaceChildren(...list.map(each => element('li', '', each)));
  };

  let running = false;
  let again = false;
  const save = async () => {
    if (running) { again = true; return; }
    running = true;
    const typed = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (typeof value === 'string' && !name.endsWith('.picked')) typed.append(name, value);
    try {
      const answer = await fetch('/console/theme/draft', { method: 'POST', body: typed, headers: { Accept: 'application/json' } });
      if (!answer.ok) throw new Error(answer.status);
      const { look, checks, errors, shortfalls } = await answer.json();
      shown = { look };
      tell(shown);
      form.querySelectorAll('[data-check]').forEach(row => showCheck(row.dataset.check, checks[row.dataset.check], errors[row.dataset.check]));
      showShortfalls(shortfalls);
      saved.textContent = Object.keys(errors).length ? 'Not saved: see the fields' : 'Draft saved';
    } catch {
      saved.textContent = 'Could not save; use the button';
    }
    running = false;
    if (again) { again = false; save(); }
  };

  let waiting;
  form.addEventListener('input', event => {
    const name = event.target.name;
    if (['logo', 'removeLogo', 'note', 'reason'].includes(name)) return;
    if (name.endsWith('.picked')) field(name.slice(0, -7)).value = event.target.value.toUpperCase();
    else if (/^#[0-9a-f]{6}$/i.test(event.target.value) && field(`${name}.picked`)) field(`${name}.picked`).value = event.target.value;
    clearTimeout(waiting);
    waiting = setTimeout(save, 40);
  });

  view.addEventListener('change', event => {
    const mode = view.elements.mode.value;
    field('view').value = view.elements.view.value;
    field('mode').value = mode;
    field('width').value = view.elements.width.value;
    stage.className = `theme-stage theme-stage-${view.elements.width.value}`;
    if (event.target.name === 'mode') { tell({ mode }); return; }
    if (event.target.name !== 'view') return;
    const source = new URL(frame.src);
    source.pathname = view.elements.view.value;
    source.searchParams.set('mode', mode);
    frame.src = source;
  });
  frame.addEventListener('load', () => { if (shown.look) tell(shown); });

  // A colour that reads badly on arrival gets its button as well
  if (form.querySelector('.ratio-bad')) save();
})();
