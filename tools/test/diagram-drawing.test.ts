import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cardOf, PADDING } from '../diagram/card';
import { flawsOf } from '../diagram/flaws';
import { layOut } from '../diagram/layout';
import type { Arrow, Box, Picture, Place } from '../diagram/picture';
import { bottomOf, type Layout, type PlacedBox, SHEET, TIER } from '../diagram/placed';
import { renderSvg } from '../diagram/svg';
import { TEXT, widthOf } from '../diagram/text';
import { appFolder, appNames } from '../lib/apps';

const box = (id: string, place: Place, title = id, ...details: string[]): Box => ({ id, place, title, details });
const arrow = (from: string, to: string, label = 'port 8080'): Arrow => ({ from, to, label });
const picture = (boxes: Box[], arrows: Arrow[] = []): Picture => ({
  title: 'Payments',
  network: { addresses: 'VPC 10.0.0.0/16', location: '3 zones of us-east-1' },
  boxes,
  arrows,
});

const name = (noun: string) => `prod-us-east-1-payments-${noun}-main-account`;
const BALANCER = box('alb', 'public', 'Application Load Balancer', 'ELBSecurityPolicy-TLS13-1-2-Res-2021-06');
const EDGE = [box('clients', 'outside', 'Clients', 'pay.example.com'), BALANCER];
const ENDPOINTS = box('endpoints', 'private', 'To AWS: 8 private endpoints', 'ecr.api, ecr.dkr, logs');
const NAT = box('nat', 'public', '3 NAT gateways', 'the only way out');
const EXIT = [NAT, box('world', 'outside', 'Outside services', 'any address')];
const IN = arrow('clients', 'alb', 'HTTPS 443');
const OUT = arrow('nat', 'world', 'HTTPS 443');
const service = (id: string) => box(id, 'private', name(id), 'Fargate', '3 to 12 tasks, 0.5 vCPU, 1 GB');
const buckets = ['access', 'flow', 'balancer', 'backups', 'data'].map((id) => box(id, 'regional', `S3 ${name(id)}`));

const ONE_SERVICE = picture(
  [...EDGE, service('api'), box('db', 'isolated', 'Aurora PostgreSQL 16.8'), ENDPOINTS, ...EXIT, ...buckets],
  [IN, arrow('alb', 'api', '/api/*\n/health\nport 8080'), arrow('api', 'db'), arrow('api', 'nat'), OUT],
);
const THREE_SERVICES = picture(
  [...EDGE, service('api'), service('fraud'), service('notes'), ENDPOINTS, ...EXIT, ...buckets],
  [
    IN,
    arrow('alb', 'api'),
    arrow('api', 'fraud'),
    arrow('api', 'notes'),
    arrow('fraud', 'notes'),
    arrow('api', 'nat'),
  ].concat(arrow('notes', 'nat'), OUT),
);
const QUEUES = picture(
  [...EDGE, box('api', 'private'), box('jobs', 'private'), box('db', 'private'), ENDPOINTS, NAT]
    .concat(box('queue', 'regional'), box('dead', 'regional'))
    .concat(buckets),
  [IN, arrow('alb', 'api'), arrow('alb', 'jobs', '/health'), arrow('api', 'db'), arrow('jobs', 'db')].concat(
    arrow('api', 'queue', 'sends'),
    arrow('queue', 'jobs', 'receives'),
    arrow('queue', 'dead', 'after 4 tries'),
  ),
);

const SIDE_BY_SIDE = picture(
  [...EDGE, service('api'), service('jobs'), service('admin')],
  [IN, arrow('alb', 'api'), arrow('alb', 'jobs'), arrow('alb', 'admin')],
);

const placeOf = ({ boxes }: Layout, id: string) => boxes.find((one) => one.box.id === id) as Layout['boxes'][number];

describe('a picture can be read', () => {
  test.each<[string, Picture]>([
    ['one service', ONE_SERVICE],
    ['services that call each other', THREE_SERVICES],
    ['a queue between services', QUEUES],
    ['services side by side', SIDE_BY_SIDE],
    [
      'a queue right below the network',
      picture([service('api'), box('queue', 'regional')], [arrow('api', 'queue', '')]),
    ],
    ['a load balancer right below clients', picture(EDGE, [arrow('clients', 'alb', '')])],
    ['an internal load balancer', picture([box('alb', 'private'), service('api')], [arrow('alb', 'api')])],
    ['an arrow that says nothing', picture([...EDGE, service('api')], [IN, arrow('alb', 'api', '')])],
    ['no arrows', picture([NAT, ENDPOINTS, ...buckets])],
    ['no network', picture(buckets)],
    ['clients alone', picture([box('clients', 'outside')])],
  ])('%s', async (_what, drawn) => {
    const layout = await layOut(drawn);
    expect(layout.boxes).toHaveLength(drawn.boxes.length);
    expect(layout.arrows.map((one) => one.arrow)).toEqual(drawn.arrows);
    expect(flawsOf(layout)).toEqual([]);
  });

  test('tiers go from what is public to what is not, and the network goes around them', async () => {
    const { tiers } = await layOut(ONE_SERVICE);
    expect(tiers.map(({ kind }) => kind)).toEqual(['network', 'public', 'private', 'isolated', 'regional']);
    const [network, ...rest] = tiers.map(({ y, height }) => ({ top: y, bottom: y + height }));
    for (const [index, { top }] of rest.slice(1).entries()) expect(top).toBeGreaterThan(rest[index]?.bottom as number);
    expect(network?.top).toBeLessThan(rest[0]?.top as number);
    expect(network?.bottom).toBeGreaterThan(rest[2]?.bottom as number);
    expect(network?.bottom).toBeLessThan(rest[3]?.top as number);
  });

  test('a box that no arrow touches stands beside the last one of its tier that an arrow leads to', async () => {
    const layout = await layOut(QUEUES);
    const beside = (a: PlacedBox, b: PlacedBox) => a.y < bottomOf(b) && b.y < bottomOf(a);
    expect(beside(placeOf(layout, 'endpoints'), placeOf(layout, 'db'))).toBe(true);
    expect(beside(placeOf(layout, 'endpoints'), placeOf(layout, 'api'))).toBe(false);
    expect(beside(placeOf(layout, 'nat'), placeOf(layout, 'alb'))).toBe(true);
  });

  test('no arrow comes into the gutter where the titles are, or ends at a corner of a box', async () => {
    for (const drawn of [ONE_SERVICE, THREE_SERVICES, QUEUES]) {
      const layout = await layOut(drawn);
      for (const { arrow: way, points } of layout.arrows) {
        expect(Math.min(...points.map(({ x }) => x))).toBeGreaterThan(SHEET.margin + TIER.gutter);
        for (const [id, point] of [
          [way.from, points[0]],
          [way.to, points.at(-1)],
        ] as const) {
          const { x, width } = placeOf(layout, id);
          expect({ id, way, ok: point && point.x > x + 20 && point.x < x + width - 20 }).toMatchObject({ ok: true });
        }
      }
    }
  });
});

describe('long text', () => {
  test('is broken after hyphens and spaces, and its box is as high as it needs', () => {
    const { title, width, height } = cardOf(box('logs', 'regional', `S3 ${name('logs')}`), 200);
    expect(title.length).toBeGreaterThan(1);
    expect(title.join('')).toBe(`S3 ${name('logs')}`);
    for (const line of title) expect(widthOf(line, 'title') + 2 * PADDING).toBeLessThanOrEqual(width);
    expect(width).toBeLessThanOrEqual(200);
    expect(height).toBeGreaterThanOrEqual(title.length * TEXT.line + PADDING);
  });

  test('stays whole where nothing breaks it, and widens its box', () => {
    const { title, width } = cardOf(box('logs', 'regional', 'L'.repeat(60)), 200);
    expect(title).toEqual(['L'.repeat(60)]);
    expect(width).toBeGreaterThan(400);
  });
});

describe('what keeps a picture from being read is found', () => {
  const broken = async (change: (layout: Layout) => Partial<Layout>) => {
    const layout = await layOut(ONE_SERVICE);
    return flawsOf({ ...layout, ...change(layout) });
  };
  const moveBox = (id: string, to: object) =>
    broken(({ boxes }) => ({
      boxes: boxes.map((one) => (one.box.id === id ? { ...one, ...to } : one)),
    }));
  const moveArrow = (to: object) =>
    broken(({ arrows: [first, ...rest] }) => ({
      arrows: [{ ...(first as Layout['arrows'][number]), ...to }, ...rest],
    }));
  const api = async () => placeOf(await layOut(ONE_SERVICE), 'api');

  test('a sheet wider or higher than it may be', async () => {
    expect(await broken(() => ({ width: 1586 }))).toEqual(['it is 1586 pixels wide, and a README shows 880']);
    expect(await broken(() => ({ height: 1900 }))).toEqual(['it is 1900 pixels high, and may be 1400']);
  });

  test('a box over another, out of its tier or off the sheet', async () => {
    const { x, y } = await api();
    expect(await moveBox('endpoints', { x: x + 10, y })).toContain(
      `the box "${name('api')}" covers the box "To AWS: 8 private endpoints"`,
    );
    expect(await moveBox('nat', { y: 0 })).toContain(
      'the box "3 NAT gateways" is not where the tier "Public subnets" says',
    );
    expect(await moveBox('clients', { x: 800 })).toContain('the box "Clients" leaves the sheet');
  });

  test('a tier over another, or over the title of another', async () => {
    const moveTier = (of: string, to: object) =>
      broken(({ tiers }) => ({ tiers: tiers.map((one) => (one.kind === of ? { ...one, ...to } : one)) }));
    const [network, first] = (await layOut(ONE_SERVICE)).tiers;
    expect(await moveTier('regional', { y: (network?.y ?? 0) + (network?.height ?? 0) - 5 })).toContain(
      'the tier "VPC 10.0.0.0/16, 3 zones of us-east-1" covers the tier "AWS services, in the region"',
    );
    expect(await moveTier('network', { y: (first?.y ?? 0) - 20 })).toContain(
      'the title "VPC 10.0.0.0/16, 3 zones of us-east-1" stands in the tier "Public subnets"',
    );
  });

  test('an arrow through a box or a title', async () => {
    const { x, y } = await api();
    const across = (at: number) => [
      { x: 0, y: at },
      { x: 800, y: at },
    ];
    expect(await moveArrow({ points: across(y + 10) })).toContain(
      `the arrow "HTTPS 443" crosses the box "${name('api')}"`,
    );
    const { tiers } = await layOut(ONE_SERVICE);
    const at = (tiers.find(({ kind }) => kind === 'private')?.y ?? 0) + 20;
    expect(await moveArrow({ points: across(at) })).toContain(
      'the arrow "HTTPS 443" crosses the title "Private subnets, out through NAT alone"',
    );
    expect(x).toBeGreaterThan(0);
  });

  test('a label over a box, or under an arrow', async () => {
    const { x, y } = await api();
    expect(await moveArrow({ label: { x, y, width: 60, height: 16 } })).toContain(
      `the box "${name('api')}" covers the label "HTTPS 443"`,
    );
    const [, down] = (await layOut(ONE_SERVICE)).arrows;
    const start = down?.points[0] ?? { x: 0, y: 0 };
    expect(await moveArrow({ label: { x: start.x - 5, y: start.y, width: 60, height: 16 } })).toContain(
      'the arrow "/api/*, /health, port 8080" crosses the label "HTTPS 443"',
    );
  });
});

test('a drawing is the same at each run, escapes names and describes itself', async () => {
  const drawn = picture([...EDGE, box('logs', 'regional', 'S3 logs <&>')], [IN]);
  const svg = renderSvg(drawn, await layOut(drawn));
  expect(renderSvg(drawn, await layOut(drawn))).toBe(svg);
  expect(svg).toContain('S3 logs &#60;&#38;&#62;');
  expect(svg).toContain('<title id="title">Payments</title>');
  expect(svg).toContain('VPC 10.0.0.0/16, 3 zones of us-east-1. Clients to Application Load Balancer: HTTPS 443.');
});

describe('the pictures of the apps', () => {
  const files = appNames().flatMap((app) =>
    readdirSync(appFolder(app))
      .filter((file) => /^architecture.*\.svg$/.test(file))
      .map((file) => [app, file] as const),
  );

  test.each(files)('%s/%s fits a README, in letters that can be read', (app, file) => {
    const svg = readFileSync(join(appFolder(app), file), 'utf8');
    const [, width, height] = (/ width="(\d+)" height="(\d+)"/.exec(svg) ?? []).map(Number);
    expect(width).toBeLessThanOrEqual(SHEET.width);
    expect(height).toBeLessThanOrEqual(SHEET.highest);
    const sizes = [...svg.matchAll(/font-size="([\d.]+)"/g)].map(([, size]) => Number(size));
    expect(sizes.length).toBeGreaterThan(10);
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(11);
  });

  test.each(appNames())('%s has a picture, and its README shows it', (app) => {
    expect(files.map(([name]) => name)).toContain(app);
    expect(readFileSync(join(appFolder(app), 'README.md'), 'utf8')).toMatch(/^!\[.+\]\(architecture[\w-]*\.svg\)$/m);
  });
});
