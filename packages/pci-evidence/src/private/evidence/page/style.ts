/** The page's look: light and dark, from a phone to a wide screen, and on paper. */
export const STYLE: string = `
:root {
  color-scheme: light dark;
  --ground: #f6f7f9; --card: #ffffff; --line: #d8dce3; --ink: #1a1f29; --soft: #545d6c; --link: #0b57a4;
  --violated: #b42318; --undecidable: #8a5300; --acknowledged: #5b3cc4; --satisfied: #17683a; --not-applicable: #5f6877;
  --font: system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif;
  --mono: ui-monospace, SFMono-Regular, Menlo, Consolas, 'Liberation Mono', monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #12151b; --card: #1b1f27; --line: #363d4a; --ink: #e8ebf0; --soft: #a7b0bf; --link: #7fb8f5;
    --violated: #ff9389; --undecidable: #f0b95a; --acknowledged: #bba8ff; --satisfied: #71d39b; --not-applicable: #a3abb8;
  }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 1rem/1.5 var(--font); }
a { color: var(--link); }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 2px; }
.skip { position: absolute; left: -999px; }
.skip:focus { left: 1rem; top: 1rem; background: var(--card); padding: .5rem 1rem; z-index: 3; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
[hidden] { display: none !important; }
.page { max-width: 76rem; margin: 0 auto; padding: 0 1rem; }
.top { padding: 2rem 0 1rem; }
.kicker { margin: 0; color: var(--soft); font-size: .875rem; }
h1 { margin: .25rem 0 .5rem; font-size: clamp(1.6rem, 1.2rem + 2vw, 2.4rem); line-height: 1.15; text-wrap: balance; }
h2 { margin: 2.5rem 0 .75rem; font-size: 1.35rem; line-height: 1.25; }
h3 { margin: 1.75rem 0 .5rem; font-size: 1.05rem; }
.lead { margin: 0 0 1rem; max-width: 60rem; color: var(--soft); }
.top nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin: 1rem 0 0; padding: 0; list-style: none; }

.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr)); gap: .75rem; margin: 1rem 0; padding: 0; }
.tile { background: var(--card); border: 1px solid var(--line); border-top: 4px solid var(--tone); border-radius: 6px; padding: .6rem .9rem; }
.tile dt { color: var(--soft); font-size: .875rem; }
.tile dd { margin: 0; font-size: 1.75rem; font-weight: 650; line-height: 1.2; font-variant-numeric: tabular-nums; }
.violated { --tone: var(--violated); } .undecidable { --tone: var(--undecidable); }
.acknowledged { --tone: var(--acknowledged); } .satisfied { --tone: var(--satisfied); }
.not-applicable { --tone: var(--not-applicable); }

.chapters { display: grid; grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); gap: .75rem; margin: 0; padding: 0; list-style: none; }
.chapters a { display: block; height: 100%; background: var(--card); border: 1px solid var(--line); border-radius: 6px; padding: .7rem .9rem; color: inherit; text-decoration: none; }
.chapters a:hover { border-color: var(--link); }
.chapters b { color: var(--link); }
.chapters small { display: block; color: var(--soft); }
.bar { display: block; width: 100%; height: 8px; margin: .45rem 0 .35rem; border-radius: 4px; }
.bar rect { fill: var(--tone, var(--line)); }

.open { margin: 1rem 0; padding: .7rem .9rem .7rem 2.2rem; background: var(--card); border: 1px solid var(--line); border-left: 4px solid var(--tone); border-radius: 6px; }
.open small { color: var(--soft); }

.filters { display: flex; flex-wrap: wrap; gap: .75rem 1rem; align-items: end; background: var(--card); border: 1px solid var(--line); border-radius: 6px; padding: .9rem; }
.filters label, .filters legend { font-size: .875rem; color: var(--soft); padding: 0; }
.filters fieldset { border: 0; margin: 0; padding: 0; min-width: 0; flex-basis: 100%; }
.filters fieldset div { display: flex; flex-wrap: wrap; gap: .4rem .9rem; margin-top: .25rem; }
.filters fieldset label { color: var(--ink); display: inline-flex; gap: .35rem; align-items: center; min-height: 1.75rem; }
.filters .field { flex: 1 1 10rem; } .filters .wide { flex: 2 1 16rem; }
input[type=search], select { display: block; width: 100%; min-height: 2.5rem; margin-top: .2rem; padding: .4rem .6rem; color: inherit; background: var(--ground); border: 1px solid var(--soft); border-radius: 5px; font: inherit; }
input[type=checkbox] { width: 1.1rem; height: 1.1rem; margin: 0; accent-color: var(--link); }
button { min-height: 2.5rem; padding: .4rem .9rem; color: var(--ink); background: transparent; border: 1px solid var(--soft); border-radius: 5px; font: inherit; cursor: pointer; }
button:hover { border-color: var(--link); color: var(--link); }
.count { margin: .75rem 0; color: var(--soft); }

.control { background: var(--card); border: 1px solid var(--line); border-left: 4px solid var(--tone); border-radius: 6px; margin: .5rem 0; }
summary { display: grid; grid-template-columns: 8.2rem 1fr auto; gap: .1rem .9rem; padding: .7rem .9rem; cursor: pointer; list-style: none; align-items: baseline; }
summary::-webkit-details-marker { display: none; }
summary .badge { justify-self: start; }
summary .title { font-weight: 600; overflow-wrap: anywhere; }
summary .title::after { content: ' \\203A'; display: inline-block; margin-left: .35rem; color: var(--soft); }
details[open] > summary .title::after { content: ' \\2304'; }
summary .facts { grid-column: 2 / -1; color: var(--soft); font-size: .875rem; }
summary .number { color: var(--soft); font-variant-numeric: tabular-nums; white-space: nowrap; }
.body { padding: 0 .9rem .9rem; border-top: 1px solid var(--line); }
.body dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; margin: .8rem 0; }
.body dt { color: var(--soft); } .body dd { margin: 0; overflow-wrap: anywhere; }

.badge { display: inline-block; border: 1px solid var(--tone); color: var(--tone); border-radius: 999px; padding: 0 .6rem; font-size: .8125rem; font-weight: 600; line-height: 1.5rem; white-space: nowrap; }
table { width: 100%; border-collapse: collapse; font-size: .9rem; }
th, td { text-align: left; vertical-align: top; padding: .5rem .6rem; border-top: 1px solid var(--line); overflow-wrap: anywhere; }
thead th { color: var(--soft); font-weight: 600; border-top: 0; overflow-wrap: normal; }
tbody th { font-weight: 600; }
td small, th small { display: block; color: var(--soft); font-weight: 400; }
code { font: .86em/1.4 var(--mono); overflow-wrap: anywhere; }
.elsewhere { margin-top: .35rem; padding-left: .6rem; border-left: 2px solid var(--line); }
.sheet { background: var(--card); border: 1px solid var(--line); border-radius: 6px; padding: .25rem .5rem; }
.results { table-layout: fixed; } .results th:first-child { width: 8.6rem; } .results th:nth-child(2) { width: 34%; }
.matrix { table-layout: fixed; } .matrix thead th:first-child { width: 5.6rem; } .matrix thead th:nth-child(2) { width: 36%; } .matrix thead th:nth-child(3) { width: 11rem; }
.matrix .group th { background: var(--ground); font-size: 1rem; border-top: 2px solid var(--line); }
#answer { margin-top: .75rem; background: var(--card); border: 1px solid var(--link); border-radius: 6px; padding: .25rem .5rem; }
#answer p { margin: 0; padding: .25rem .6rem .5rem; color: var(--soft); } #answer tr { border-top: 0; } #answer th, #answer td { border-top: 0; }
#answer table { table-layout: auto; } #answer th { width: 5.6rem; } #answer td:nth-child(2) { width: 30%; } #answer td:nth-child(3) { width: 11rem; }
.matrix td div { margin-bottom: .15rem; } .matrix i { color: var(--tone); font-style: normal; }
.ask { min-height: 1.5rem; padding: 0; border: 0; color: var(--link); font-weight: 600; text-decoration: underline; }
.who { display: inline-block; border: 1px solid var(--line); border-radius: 4px; padding: 0 .4rem; margin: 0 .25rem .25rem 0; font-size: .8125rem; white-space: nowrap; }
.templates td:last-child { width: 50%; } .exceptions td:nth-child(2), time { white-space: nowrap; } .exceptions td:first-child { overflow-wrap: normal; }
tr:target { outline: 2px solid var(--link); outline-offset: -2px; } .none { color: var(--soft); }
footer { margin: 3rem 0 2rem; padding-top: 1rem; border-top: 1px solid var(--line); color: var(--soft); font-size: .9rem; }

@media screen and (max-width: 45rem) {
  summary { grid-template-columns: 1fr auto; }
  summary .title, summary .facts { grid-column: 1 / -1; } summary .number { grid-area: 1 / 2; }
  .body dl { grid-template-columns: 1fr; gap: 0; } .body dd { margin-bottom: .4rem; }
  table, tbody, tr, td, tbody th { display: block; width: auto !important; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  tr { border-top: 1px solid var(--line); padding: .5rem 0; }
  tbody tr:first-child { border-top: 0; }
  td, tbody th { border: 0; padding: .15rem .4rem; }
  td[data-label]:not(:empty)::before { content: attr(data-label); display: block; color: var(--soft); font-size: .8125rem; }
}
@page { margin: 12mm; }
@media print {
  :root { color-scheme: light; --ground: #fff; --card: #fff; --line: #bbb; --ink: #000; --soft: #444; --link: #000;
    --violated: #9a1b12; --undecidable: #6e4300; --acknowledged: #44299c; --satisfied: #10512c; --not-applicable: #444; }
  html { font-size: 8.5pt; } .page { max-width: none; padding: 0; }
  .filters, .top nav, .skip, summary .title::after { display: none !important; }
  details::details-content { content-visibility: visible; block-size: auto; }
  .control, tr, .tile, .chapters li { break-inside: avoid; } .control:has(tr:nth-child(12)) { break-inside: auto; }
  h2, h3, summary { break-after: avoid; } #matrix { break-before: page; } thead { display: table-header-group; }
}
`;
