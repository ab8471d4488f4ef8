/** @jest-environment-options {"creationTraces": true} */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import type { Evidence } from '../../src/private/evidence/evidence';
import { markup } from '../../src/private/evidence/page/markup';
import { header } from '../../src/private/evidence/page/summary';
import { sampleFiles } from './sample';

// A browser starts slowly on a busy machine.
jest.setTimeout(120_000);

const files = sampleFiles();
const html = files('report.html');

/** From Debian's package, or wherever CHROMIUM says; without one the clicks are skipped, and counted as that. */
const executablePath = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/google-chrome'].find(
  (path): path is string => path !== undefined && existsSync(path),
);
const inBrowser = executablePath ? describe : describe.skip;

test.each([
  ['Nothing was judged', {}],
  ['No control is violated', { satisfied: 2 }],
  ['No control is violated but for 1 accepted exception', { satisfied: 2, acknowledged: 1 }],
  ['No control is violated but for 2 accepted exceptions; 1 result not decidable', { acknowledged: 2, undecidable: 1 }],
])('it says in its first line: %s', (headline, counts) => {
  const none = { violated: 0, undecidable: 0, acknowledged: 0, satisfied: 0, 'not-applicable': 3 };
  const evidence = JSON.parse(files('evidence.json')) as Evidence;
  expect(header({ ...evidence, summary: { ...none, ...counts } }).text).toContain(`<h1>${headline}</h1>`);
});

test('what a template says is text on the page, never markup', () => {
  expect(html).toContain('A demo without card data, &lt;deleted&gt; each &quot;night&quot;');
  expect(html).not.toContain('<deleted>');
});

test.each([0x202e, 0x2067])('a character that turns what follows is shown: %#', (code) => {
  const turned = markup`accepted by ${`Head${String.fromCharCode(code)} of`}, until`.text;
  expect(turned).toBe(`accepted by Head[U+${code.toString(16).toUpperCase()}] of, until`);
});

test('the page asks for nothing from elsewhere', () => {
  expect(html).not.toMatch(/<(link|img|iframe|object|embed)\b|\ssrc=|@import|url\(/);
  expect(html).toContain('content="default-src &#39;none&#39;;');
});

inBrowser('in Chromium (skipped where there is none)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'report-'));
  const address = pathToFileURL(join(folder, 'report.html')).href;
  const problems: string[] = [];
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    writeFileSync(join(folder, 'report.html'), html);
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });
  beforeEach(async () => {
    page = await browser.newPage();
    page.on('console', (message) => problems.push(message.text()));
    page.on('pageerror', (error) => problems.push(String(error)));
    page.on('request', (request) => {
      if (!request.url().startsWith('file:')) problems.push(request.url());
    });
    await page.goto(address);
  }, 60_000);
  afterEach(async () => {
    await page.close();
    expect(problems.splice(0)).toEqual([]);
  });

  const shown = () => page.getByRole('status').first().textContent();
  const control = (id: string) => page.locator(`.control:has([id="${id}"])`);
  const visibleRows = (id: string) => control(id).locator('tbody tr:not([hidden])');

  test('it says in its first line how many controls are violated', async () => {
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toMatch(/^\d+ controls violated$/);
  });

  test('a control opens by its keyboard, and shows resource, property, line, reason, person and day', async () => {
    const encryption = control('PCI.RDS.1');
    expect(await encryption.locator('.body').isVisible()).toBe(false);
    await encryption.locator('summary').focus();
    await page.keyboard.press('Enter');
    const row = encryption.getByRole('row', { name: /Payments\/Accepted\/Cluster/ });
    const text = await row.innerText();
    for (const part of [
      'acknowledged',
      'AWS::RDS::DBCluster',
      'AcceptedCluster',
      'test/evidence/sample.ts:',
      'Properties.StorageEncrypted',
      'nothing',
      'expected: true',
      'A demo without card data, <deleted> each "night"',
      'accepted by Head of Payments, until 2026-12-31',
    ])
      expect(text).toContain(part);
    expect(await encryption.getByRole('row', { name: /Expired/ }).innerText()).toContain('ended on 2026-10-31');
    expect(await encryption.getByRole('row', { name: /Anonymous/ }).innerText()).toContain('does not count');
  });

  test('a verdict that is switched off goes, and comes back with Reset', async () => {
    const all = await shown();
    await control('PCI.RDS.1').locator('summary').click();
    const before = await visibleRows('PCI.RDS.1').count();
    await page.getByRole('checkbox', { name: /^violated/ }).uncheck();
    expect(await visibleRows('PCI.RDS.1').count()).toBe(before - 3);
    expect(await shown()).not.toBe(all);
    await page.getByRole('button', { name: 'Reset' }).click();
    await page.getByText(String(all)).waitFor();
  });

  test('search finds a resource by a part of its path and leaves the rest out', async () => {
    await page.getByRole('searchbox').first().fill('payments/accepted properties.storageencrypted');
    expect(await shown()).toMatch(/^Showing 1 of \d+ controls, 1 results\.$/);
    expect(await visibleRows('PCI.RDS.1').count()).toBe(1);
  });

  test('a search without a match says so', async () => {
    await page.getByRole('searchbox').first().fill('no such words anywhere');
    expect(await page.getByText('No control fits these filters.').isVisible()).toBe(true);
  });

  test('stack, severity and requirement narrow what is shown', async () => {
    await page.getByLabel('Stack').selectOption('Storage');
    expect(await control('PCI.RDS.1').isVisible()).toBe(false);
    expect(await control('PCI.S3.1').isVisible()).toBe(true);
    await page.getByLabel('Requirement', { exact: true }).selectOption('10');
    expect(await control('PCI.S3.1').isVisible()).toBe(false);
    expect(await control('PCI.S3.6').isVisible()).toBe(true);
    await page.getByLabel('Severity').selectOption('critical');
    expect(await page.getByText('No control fits these filters.').isVisible()).toBe(true);
  });

  test('a requirement answers: who shows it and with what, its controls open, and who accepted what', async () => {
    await page.getByLabel('Requirement', { exact: true }).selectOption('3.5.1');
    const answer = page.locator('#answer');
    const row = answer.getByRole('row', { name: /^3\.5\.1 Stored card numbers are unreadable/ });
    expect(await row.innerText()).toMatch(
      /AWS account[\s\S]*AWS Config rds-storage-encrypted[\s\S]*encrypted by field/,
    );
    expect(await answer.innerText()).toContain(
      'accepted: 1, below with resource and reason. PCI.RDS.1 is accepted by Head of Payments, until 2026-12-31, for all of Payments/Accepted.',
    );
    const shownControls = page.locator('.control:not([hidden])');
    const opened = await shownControls.locator('details[open]').evaluateAll((all) => all.map(({ id }) => id));
    expect(opened).toContain('PCI.RDS.1');
    const serve = await shownControls.evaluateAll((all) =>
      all.map((one) => [one.getAttribute('data-requirement'), ...String(one.getAttribute('data-related')).split(' ')]),
    );
    expect(serve.filter((numbers) => !numbers.includes('3.5.1'))).toEqual([]);
    await page.getByRole('button', { name: 'Reset' }).click();
    await answer.waitFor({ state: 'hidden' });
  });

  test('an exception from a control that serves a requirement beside another is told, and the control open', async () => {
    await page.getByLabel('Requirement', { exact: true }).selectOption('3.6.1');
    expect(await page.locator('#answer').innerText()).toContain('Exceptions that somebody accepted: 1,');
    expect(await control('PCI.RDS.1').locator('.body').isVisible()).toBe(true);
  });

  test('a rule that serves a requirement beside another tells its verdict there', async () => {
    const row = page.locator('[id="8.3.2"]');
    expect(await row.innerText()).toMatch(/also served by [\s\S]*PCI\.RDS\.1 violated/);
  });

  test('a requirement that no template shows answers as well', async () => {
    await page.getByLabel('Requirement', { exact: true }).selectOption('9.2.1');
    expect(await page.locator('#answer').innerText()).toMatch(/AWS Artifact[\s\S]*No rule serves it: templates do not/);
    expect(await page.getByText('No control fits these filters.').isVisible()).toBe(true);
  });

  test('a requirement that rules serve beside another opens these', async () => {
    await page.getByLabel('Requirement', { exact: true }).selectOption('12.10.5');
    expect(await control('PCI.RDS.28').locator('.body').isVisible()).toBe(true);
  });

  test('an answer says that its rules judged nothing, or those alone that serve another requirement first', async () => {
    const ask = (number: string) => page.getByLabel('Requirement', { exact: true }).selectOption(number);
    await ask('4.2.1.1');
    expect(await page.locator('#answer').innerText()).toContain('found anything to judge');
    await ask('10.2.1.3');
    expect(await page.locator('#answer').innerText()).toContain('Only rules that serve another requirement first');
    expect(await control('PCI.S3.6').locator('.body').isVisible()).toBe(true);
  });

  test('an answer counts what is violated or open, and what other filters hide of it', async () => {
    await page.getByLabel('Requirement', { exact: true }).selectOption('3.5.1');
    const answer = page.locator('#answer');
    expect(await answer.innerText()).toMatch(
      /Violated: \d+\. Not decidable: 1\. Exceptions that somebody accepted: 1,/,
    );
    expect(await answer.innerText()).not.toContain('Filters hide');
    await page.getByRole('checkbox', { name: /^acknowledged/ }).uncheck();
    expect(await answer.innerText()).toContain('Exceptions that somebody accepted: 1, below');
    expect(await answer.innerText()).toContain('Filters hide 1 of its results.');
  });

  test('by keyboard an answer goes on where it stands, and not where it was asked for', async () => {
    await page.locator('#matrix').getByRole('button', { name: '3.5.1', exact: true }).focus();
    await page.keyboard.press('Enter');
    await page.locator('#answer:focus').waitFor();
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.closest("#answer") !== null')).toBe(true);
  });

  test('the number of a requirement in the matrix asks for it', async () => {
    await page.getByRole('searchbox').first().fill('no such words anywhere');
    await page.locator('#matrix').getByRole('button', { name: '1.4.4', exact: true }).click();
    await page.locator('#answer').waitFor();
    expect(await page.getByLabel('Requirement', { exact: true }).inputValue()).toBe('1.4.4');
    expect(await control('PCI.S3.1').locator('.body').isVisible()).toBe(true);
  });

  test('a number is searched as a number: 1.4.4 is not in 11.4.4', async () => {
    await page.getByRole('searchbox').nth(1).fill('1.4.4');
    expect(await page.locator('#matrix tr[data-who]:not([hidden]) th').allTextContents()).toEqual(['1.4.4']);
  });

  test('a property of another resource comes with that resource and its line', async () => {
    await page.locator('[id="PCI.RDS.28"] summary').click();
    const text = await control('PCI.RDS.28')
      .getByRole('row', { name: /Payments\/Good\/Cluster/ })
      .innerText();
    expect(text).toMatch(/Properties\.Enabled[\s\S]*read off Payments\/Events[\s\S]*sample\.ts:\d+/);
  });

  test('all controls open and close together', async () => {
    await page.getByRole('button', { name: 'Open or close all' }).click();
    expect(await page.locator('.control:not([hidden]) details:not([open])').count()).toBe(0);
    await page.getByRole('button', { name: 'Open or close all' }).click();
    expect(await page.locator('.control details[open]').count()).toBe(0);
  });

  test('a link to a control opens it, though the filters hide it', async () => {
    await page.getByRole('searchbox').first().fill('no such words anywhere');
    await page.locator('#matrix a[href="#PCI.RDS.1"]').first().click();
    await page.locator('[id="PCI.RDS.1"][open]').waitFor();
    expect(await control('PCI.RDS.1').isVisible()).toBe(true);
  });

  test('a link to a requirement of which nothing is shown brings it back', async () => {
    const card = page.locator('.chapters a', { hasText: 'nothing to judge' }).first();
    const group = page.locator(`[id="${(await card.getAttribute('href'))?.slice(1)}"]`);
    expect(await group.isVisible()).toBe(false);
    await card.click();
    await group.waitFor({ state: 'visible' });
  });

  test('all exceptions stand together: accepted, expired, without a person, stale', async () => {
    const states = await page.locator('#exceptions tbody td:first-child').allTextContents();
    expect([...states].sort()).toEqual(['accepted', 'expired', 'stale', 'without a person and a day'].sort());
  });

  test('an exception stands there with its requirement, resource and line', async () => {
    const row = page.locator('#exceptions').getByRole('row', { name: /^accepted/ });
    expect(await row.innerText()).toMatch(
      /PCI\.RDS\.1\s+of 3\.5\.1\s+Payments\/Accepted\/Cluster\s+AWS::RDS::DBCluster, AcceptedCluster\w*\s+made at [\w./-]*sample\.ts:\d+/,
    );
  });

  test('the matrix has every requirement, and is filtered by who shows it', async () => {
    const status = page.locator('#matrix-shown');
    expect(await status.textContent()).toBe('Showing 280 of 280 requirements.');
    await page.getByLabel('Shown by').selectOption('not-applicable');
    expect(await status.textContent()).toBe('Showing 1 of 280 requirements.');
    expect(await page.locator('#matrix tr[data-who]:not([hidden])').innerText()).toContain(
      'says the organization: No card is ever present',
    );
    await page.getByLabel('Shown by').selectOption('');
    await page.locator('#matrix-search').fill('12.1.1 handbook');
    expect(await status.textContent()).toBe('Showing 1 of 280 requirements.');
  });

  test.each([390, 820, 1440])('nothing is cut off at a width of %d, in light and dark', async (width) => {
    await page.setViewportSize({ width, height: 900 });
    await page.getByRole('button', { name: 'Open or close all' }).click();
    const grounds = new Set<string>();
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      const [wide, ground] = await page.evaluate<[boolean, string]>(
        'const root = document.documentElement; [root.scrollWidth > root.clientWidth, getComputedStyle(document.body).backgroundColor]',
      );
      expect(wide).toBe(false);
      grounds.add(ground);
    }
    expect(grounds.size).toBe(2);
  });

  test('verdicts and text can be read on their ground: contrast of 4.5 to 1 and more, in light and dark', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await page.evaluate(LOW_CONTRASTS)).toEqual([]);
    }
  });

  test('on paper every control is open and no filter stands there', async () => {
    await page.evaluate("dispatchEvent(new Event('beforeprint'))");
    await page.emulateMedia({ media: 'print' });
    expect(await control('PCI.RDS.1').locator('.body').isVisible()).toBe(true);
    expect(await page.locator('#filters').isVisible()).toBe(false);
    await page.evaluate("dispatchEvent(new Event('afterprint'))");
    expect(await page.locator('.control details[open]').count()).toBe(0);
  });

  test('paper says how much of the whole the filters let through', async () => {
    await page.getByLabel('Severity').selectOption('low');
    await page.getByLabel('Shown by').selectOption('not-applicable');
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('#shown').isVisible()).toBe(true);
    expect(await page.locator('#matrix-shown').isVisible()).toBe(true);
  });

  test('every field has a name, every table a caption, every heading its place', async () => {
    const problem = await page.evaluate(`(() => {
      const named = (field) => field.labels.length > 0;
      const fields = [...document.querySelectorAll('input, select')].filter((field) => !named(field));
      const tables = [...document.querySelectorAll('table')].filter((table) => !table.caption);
      const levels = [...document.querySelectorAll('h1, h2, h3')].map((heading) => Number(heading.tagName[1]));
      const jumps = levels.filter((level, index) => index > 0 && level > levels[index - 1] + 1);
      const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
      const links = [...document.querySelectorAll('a[href^="#"]')].map((link) => link.getAttribute('href').slice(1));
      const dead = links.filter((id) => !ids.includes(id));
      return [fields.length, tables.length, jumps.length, ids.length - new Set(ids).size, dead.length];
    })()`);
    expect(problem).toEqual([0, 0, 0, 0, 0]);
  });

  test('a control leads to its requirement in the matrix, whatever the filters there hide', async () => {
    await page.getByLabel('Shown by').selectOption('organization');
    await page.locator('[id="PCI.SecretsManager.4"] summary').click();
    await page.locator('[id="PCI.SecretsManager.4"] dd a', { hasText: '8.3.6' }).click();
    const row = page.getByRole('row', { name: /^8\.3\.6 / });
    expect(await row.isVisible()).toBe(true);
    expect(await row.getByRole('link', { name: 'PCI.SecretsManager.4' }).count()).toBe(1);
    expect(new URL(page.url()).hash).toBe('#8.3.6');
  });

  test('a phone, which shows rows as blocks, still has tables for screen readers', async () => {
    await page.setViewportSize({ width: 390, height: 900 });
    const table = page.getByRole('table', { name: 'Responsibility matrix' });
    expect(await table.getByRole('row').count()).toBeGreaterThan(280);
    expect(await table.getByRole('rowheader', { name: '12.10.7', exact: true }).count()).toBe(1);
  });

  test('without its script the page shows everything, and no filter that does nothing', async () => {
    const plain = await browser.newPage({ javaScriptEnabled: false });
    await plain.goto(address);
    expect(await plain.locator('.control').count()).toBe(await page.locator('.control').count());
    expect(await plain.locator('#filters').isVisible()).toBe(false);
    expect(await plain.getByText('No control fits these filters.').isVisible()).toBe(false);
    await plain.locator('[id="PCI.RDS.1"] summary').click();
    expect(await plain.locator('[id="PCI.RDS.1"] .body').isVisible()).toBe(true);
    await plain.close();
  });
});

/** Runs in the page: what stands there in a colour too near to its ground (WCAG 2.2, 1.4.3). */
const LOW_CONTRASTS = `(() => {
  const numbers = (color) => color.match(/[\\d.]+/g).map(Number);
  const luminance = (color) => {
    const [r, g, b] = numbers(color).map((part) => part / 255).map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const color = getComputedStyle(at).backgroundColor;
      if (numbers(color)[3] !== 0) return color;
    }
    return 'rgb(255, 255, 255)';
  };
  const low = new Set();
  for (const element of document.querySelectorAll('body *')) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim() !== '');
    if (!own || element.closest('[hidden], script, .hidden, .skip') || !element.checkVisibility()) continue;
    const [a, b] = [luminance(getComputedStyle(element).color), luminance(ground(element))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) low.add(element.className + ' ' + element.tagName + ' ' + ratio.toFixed(2));
  }
  return [...low];
})()`;
