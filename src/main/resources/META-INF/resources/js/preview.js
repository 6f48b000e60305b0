// Inside the theme editor's frame: links stay in the preview, and the look changes as the editor says.
(() => {
  const kept = ['preview', 'mode'];
  const here = new URLSearchParams(location.search);

  document.addEventListener('click', event => {
    const link = event.target.closest('a[href]');
    if (!link || link.origin !== location.origin) return;
    event.preventDefault();
    if (link.pathname === location.pathname && link.hash) { location.hash = link.hash; return; }
    if (link.pathname.startsWith('/console') || link.pathname === '/appearance') return;
    const to = new URL(link.href);
    kept.filter(name => here.has(name)).forEach(name => to.searchParams.set(name, here.get(name)));
    location.assign(to);
  }, true);

  addEventListener('message', event => {
    if (event.source !== parent || event.origin !== location.origin) return;
    const { look, mode } = event.data;
    if (/^\/theme\/draft\/[\w-]+\/look-[0-9a-f]+$/.test(look ?? '')) {
      const old = document.querySelector('[data-look]');
      const link = old.cloneNode();
      link.href = look;
      link.addEventListener('load', () => old.remove());
      old.after(link);
    }
    if (['light', 'dark', 'system'].includes(mode)) {
      document.documentElement.dataset.theme = mode;
      here.set('mode', mode);
    }
  });
})();
