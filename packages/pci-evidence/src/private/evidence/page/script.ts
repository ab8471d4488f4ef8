/** What the page does beyond being read: it filters, searches, opens what a link names, and opens all for paper. */
export const SCRIPT: string = `
'use strict';
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const one = (id) => document.getElementById(id);

const controls = all('.control').map((element) => ({
  element,
  details: element.querySelector('details'),
  own: element.querySelector('.about').textContent.toLowerCase(),
  serves: [element.dataset.requirement, ...element.dataset.related.split(' ')],
  rows: all('tbody tr', element).map((row) => ({ row, text: row.textContent.toLowerCase() })),
}));
const form = one('filters');

/** Every word must be there; 1.4.4 is not in 11.4.4. */
function finder(input) {
  const words = input.toLowerCase().split(/\\s+/).filter(Boolean).map((word) =>
    /^a?\\d+(\\.\\d+)+$/.test(word) ? new RegExp('(?<![\\\\d.a])' + word.replaceAll('.', '\\\\.')) : word);
  return (text) => words.every((word) => typeof word === 'string' ? text.includes(word) : word.test(text));
}

/** A chapter holds what serves its requirements first; a requirement also what serves it beside another. */
function fitsRequirement({ element, serves }, asked) {
  if (asked === '' || serves.includes(asked)) return true;
  return !asked.includes('.') && element.dataset.requirement.split('.')[0] === asked;
}

function wanted() {
  const data = new FormData(form);
  return {
    has: finder(data.get('search')),
    verdicts: new Set(data.getAll('verdict')),
    stack: data.get('stack'),
    severity: data.get('severity'),
    requirement: data.get('requirement'),
  };
}

function apply() {
  const { has, verdicts, stack, severity, requirement } = wanted();
  let shownControls = 0;
  let shownRows = 0;
  for (const control of controls) {
    const { element, own, rows } = control;
    const { dataset } = element;
    const fits = (severity === '' || dataset.severity === severity) && fitsRequirement(control, requirement);
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
  tell();
}

const isFirst = ({ element }, requirement) => element.dataset.requirement === requirement;
const judgedIn = ({ rows }) => rows.map(({ row }) => row).filter(({ dataset }) => dataset.verdict !== 'not-applicable');
const isAccepted = ({ dataset }) => dataset.verdict === 'acknowledged';

/** What an assessor asks of a requirement: who shows it and with what, and the controls that serve it, open. */
function answer() {
  const { requirement } = wanted();
  const row = requirement.includes('.') ? one(requirement) : null;
  const box = one('answer');
  box.hidden = !row;
  if (!row) return;
  const table = document.createElement('table');
  table.className = 'matrix';
  table.createCaption().className = 'hidden';
  table.caption.textContent = 'Requirement ' + requirement;
  const copy = table.createTBody().appendChild(row.cloneNode(true));
  copy.removeAttribute('id');
  copy.hidden = false;
  copy.cells[0].textContent = requirement;
  box.replaceChildren(table, document.createElement('p'));
  giveRoles(box);
  tell();
  const serving = controls.filter((control) => control.serves.includes(requirement) && judgedIn(control).length > 0);
  const first = serving.filter((control) => isFirst(control, requirement));
  const asked = first.length > 0 ? first : serving;
  for (const control of controls)
    control.details.open = asked.includes(control) || (serving.includes(control) && judgedIn(control).some(isAccepted));
}

/** What came out for the requirement that is asked for, also of what other filters hide. */
function tell() {
  const line = one('answer').querySelector('p');
  if (!line) return;
  const { requirement } = wanted();
  const serving = controls.filter(({ serves }) => serves.includes(requirement));
  const rows = serving.flatMap(judgedIn);
  const counted = (words, fits) => {
    const count = rows.filter(fits).length;
    return count > 0 ? [words.replace('#', count)] : [];
  };
  const isOf = (verdict) => ({ dataset }) => dataset.verdict === verdict;
  line.textContent = serving.length === 0 ? 'No rule serves it: templates do not show it.'
    : rows.length === 0 ? 'Templates do not show it here: no rule that serves it found anything to judge.'
    : [
        ...serving.some((control) => isFirst(control, requirement) && judgedIn(control).length > 0) ? []
          : ['Only rules that serve another requirement first judged anything.'],
        ...counted('Violated: #.', isOf('violated')),
        ...counted('Not decidable: #.', isOf('undecidable')),
        ...rows.some(isAccepted) ? counted('Exceptions that somebody accepted: #, below with resource and reason.', isAccepted)
          : ['No exception stands against it.'],
        ...new Set(rows.filter(isAccepted).map((row) =>
          row.closest('details').id + ' is ' + row.querySelector('[data-label=Exception] small').textContent + '.')),
        ...counted('Filters hide # of its results.', ({ hidden }) => hidden),
      ].join(' ');
}

/** The number of a requirement asks for it. */
function askable(row) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'ask';
  button.textContent = row.id;
  button.addEventListener('click', () => {
    form.reset();
    form.elements.requirement.value = row.id;
    setTimeout(() => {
      apply();
      answer();
      one('answer').scrollIntoView();
      one('answer').focus({ preventScroll: true });
    });
  });
  row.cells[0].replaceChildren(button);
}

function applyToMatrix() {
  const who = one('shown-by').value;
  const has = finder(one('matrix-search').value);
  let shown = 0;
  for (const row of all('#matrix tr[data-who]')) {
    const text = row.textContent.toLowerCase();
    const show = (who === '' || row.dataset.who.split(' ').includes(who)) && has(text);
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
    form.elements.search.value = form.elements.stack.value = form.elements.severity.value = form.elements.requirement.value = '';
    one('shown-by').value = one('matrix-search').value = '';
    apply();
    answer();
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
function giveRoles(root) {
  for (const [selector, role] of Object.entries(roles)) for (const part of all(selector, root)) part.setAttribute('role', role);
}
giveRoles(document);
for (const row of all('#matrix tr[data-who]')) askable(row);

form.hidden = one('matrix-filters').hidden = false;
form.addEventListener('input', apply);
form.addEventListener('submit', (event) => event.preventDefault());
form.elements.requirement.addEventListener('change', answer);
form.addEventListener('reset', () => setTimeout(() => {
  apply();
  answer();
}));
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
