// Remembers the language of samples, for the next page and the next visit.
document.addEventListener('change', event => {
  if (!event.target.matches('[data-lang]')) return;
  const secure = location.protocol === 'https:' ? '; Secure' : '';
  document.cookie = `gh_lang=${event.target.value}; Path=/; Max-Age=31536000; SameSite=Lax${secure}`;
});
