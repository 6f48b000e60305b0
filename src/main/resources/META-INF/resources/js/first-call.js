// On the page of a new key: says when its first call came, as long as somebody looks.
(() => {
  const notice = document.querySelector('[data-first-call]');
  if (!notice) return;
  const everyMs = 1500;
  const longestMs = 30 * 60 * 1000;
  const began = Date.now();

  const look = async () => {
    if (Date.now() - began > longestMs) return;
    if (document.hidden) return again();
    try {
      const response = await fetch(notice.dataset.firstCall, { headers: { Accept: 'application/json' } });
      if (response.status === 200) return show(await response.json());
      if (response.status !== 204) return;
    } catch { /* the network is away; it may come back */ }
    again();
  };
  const again = () => setTimeout(look, everyMs);

  const show = call => {
    const good = call.status < 400;
    notice.classList.remove('notice-info');
    notice.classList.add(good ? 'notice-success' : 'notice-warning');
    notice.querySelector('[data-first-call-words]').textContent =
      `First call received: ${call.status}, ${call.totalMillis} ms.`;
    notice.querySelector('[data-first-call-link]').textContent = 'See the key';
  };

  again();
})();
