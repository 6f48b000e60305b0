// Says at the field that a chosen file is too big, before anything is sent: an answer from the server would come too late for the
// rest of what was typed.
(() => {
  const megabyte = 1 << 20;

  const check = input => {
    const most = Number(input.dataset.most);
    const size = Math.max(0, ...[...input.files].map(file => file.size));
    const problem = size > most * megabyte
      ? `This file has ${(size / megabyte).toFixed(1)} MB; at most ${most} MB can be sent. Choose a smaller one.` : '';
    input.setCustomValidity(problem);
    const id = `${input.id}-size`;
    document.getElementById(id)?.remove();
    if (!problem) return true;
    const words = document.createElement('p');
    words.id = id;
    words.className = 'field-error';
    words.setAttribute('role', 'alert');
    words.textContent = problem;
    input.before(words);
    return false;
  };

  const fields = root => [...root.querySelectorAll('input[type=file][data-most]')];

  // First of all listeners, so that no other sends the file.
  document.addEventListener('change', event => {
    if (!event.target.matches('input[type=file][data-most]') || check(event.target)) return;
    event.stopImmediatePropagation();
  }, true);
  document.addEventListener('submit', event => {
    const wrong = fields(event.target).filter(field => !check(field));
    if (wrong.length === 0) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    wrong[0].focus();
  }, true);
})();
