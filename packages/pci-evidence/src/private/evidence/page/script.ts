/** What the page does beyond being read: it filters, searches, opens what a link names, and opens all for paper. */
export const SCRIPT = `
'use strict';
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const one = (id) => document.getElementById(id);

const controls = all('.control').map((element) => ({
  element,
  details: element.querySelector('details'),
  own: element.querySelector('.about').textContent.toLowerCase(),
  rows: all('tbody tr', element).map((row) => ({ row, text: row.textContent.toLowerCase() })),
}));
const form = one('filters');

function wanted() {
  const data = new FormData(form);
  return {
    words: data.get('search').toLowerCase().split(/\\s+/).filter(Boolean),
    verdicts: new Set(data.getAll('verdict')),
    stack: data.get('stack'),
    severity: data.get('severity'),
    chapter: data.get('chapter'),
  };
}

function apply() {
  const { words, verdicts, stack, severity, chapter } = wanted();
  const has = (text) => words.every((word) => text.includes(word));
  let shownControls = 0;
  let shownRows = 0;
  for (const { element, own, rows } of controls) {
    const { dataset } = element;
    const fits = (severity === '' || dataset.severity === severity) && (chapter === '' || dataset.chapter === chapter);
    let count = 0;
    for (const { row, text } of rows) {
      const show = fits && verdicts.has(row.dataset.verdict) && (stack === '' || row.dataset.stack === stack)
        && has(own + ' ' + text);
      row.hidden = !show;
      if (show) count += 1;
    }
    // A control without resources has its own verdict, and no stack.
    const bare = rows.length === 0 && fits && stack === '' && verdicts.has(dataset.verdict) && has(own);
    element.hidden = count === 0 && !bare;
    if (!element.hidden) shownControls += 1;
    shownRows += count;
  }
  for (const group of all('.chapter')) group.hidden = all('.control', group).every((control) => control.hidden);
  one('shown').textContent = 'Showing ' + shownControls + ' of ' + controls.length + ' controls, ' + shownRows + ' results.';
  one('nothing').hidden = shownControls > 0;
}

function applyToMatrix() {
  const who = one('shown-by').value;
  const words = one('matrix-search').value.toLowerCase().split(/\\s+/).filter(Boolean);
  let shown = 0;
  for (const row of all('#matrix tr[data-who]')) {
    const text = row.textContent.toLowerCase();
    const show = (who === '' || row.dataset.who.split(' ').includes(who)) && words.every((word) => text.includes(word));
    row.hidden = !show;
    if (show) shown += 1;
  }
  for (const body of all('#matrix tbody')) body.hidden = all('tr[data-who]', body).every((row) => row.hidden);
  one('matrix-shown').textContent = 'Showing ' + shown + ' of ' + all('#matrix tr[data-who]').length + ' requirements.';
}

/** Shows what the address names, whatever the filters hide; a control is opened. */
function followAddress() {
  const target = one(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  if (target.closest('[hidden]')) {
    for (const box of all('[name=verdict]', form)) box.checked = true;
    form.elements.search.value = form.elements.stack.value = form.elements.severity.value = form.elements.chapter.value = '';
    one('shown-by').value = one('matrix-search').value = '';
    apply();
    applyToMatrix();
  }
  target.scrollIntoView();
  const details = target.closest('details');
  if (!details) return;
  details.open = true;
  details.querySelector('summary').focus({ preventScroll: true });
}

// A phone shows the parts of a table as blocks, and with that takes their roles from screen readers.
const roles = { table: 'table', 'thead, tbody': 'rowgroup', tr: 'row', td: 'cell', 'thead th': 'columnheader', 'tbody th': 'rowheader' };
for (const [selector, role] of Object.entries(roles)) for (const part of all(selector)) part.setAttribute('role', role);

form.hidden = one('matrix-filters').hidden = false;
form.addEventListener('input', apply);
form.addEventListener('submit', (event) => event.preventDefault());
form.addEventListener('reset', () => setTimeout(apply));
one('matrix-filters').addEventListener('input', applyToMatrix);
one('matrix-filters').addEventListener('submit', (event) => event.preventDefault());
one('open-all').addEventListener('click', () => {
  const visible = controls.filter(({ element }) => !element.hidden);
  const open = visible.some(({ details }) => !details.open);
  for (const { details } of visible) details.open = open;
});
one('print').addEventListener('click', () => print());
addEventListener('hashchange', followAddress);

let opened = [];
addEventListener('beforeprint', () => {
  opened = controls.filter(({ details, element }) => !details.open && !element.hidden);
  for (const { details } of opened) details.open = true;
});
addEventListener('afterprint', () => {
  for (const { details } of opened) details.open = false;
});

apply();
applyToMatrix();
followAddress();
`;
