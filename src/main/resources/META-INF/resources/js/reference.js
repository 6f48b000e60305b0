// Remembers the language of samples for the next visit, and scrolls the rail to the operation that is shown.
document.addEventListener('change', event => {
  if (!event.target.matches('[data-lang]')) return;
  const secure = location.protocol === 'https:' ? '; Secure' : '';
  document.cookie = `gh_lang=${event.target.value}; Path=/; Max-Age=31536000; SameSite=Lax${secure}`;
});
const current = document.querySelector('.ref-rail-list [aria-current]');
if (current) {
  const list = current.closest('.ref-rail-list');
  list.scrollTop += current.getBoundingClientRect().top - list.getBoundingClientRect().top - list.clientHeight / 3;
}
