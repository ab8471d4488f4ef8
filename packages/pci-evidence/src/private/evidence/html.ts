import { createHash } from 'node:crypto';
import type { Evidence } from './evidence';
import { controls } from './page/controls';
import { Markup, markup } from './page/markup';
import { SCRIPT } from './page/script';
import { exceptions, responsibilityMatrix, templates } from './page/sections';
import { STYLE } from './page/style';
import { header, summary } from './page/summary';

/**
 * The evidence as one page that needs nothing else. It is whole without its script, which only filters. Its policy lets
 * in its own style and script by their hashes, and nothing from elsewhere.
 */
export function reportHtml(evidence: Evidence): string {
  const policy = `default-src 'none'; style-src '${hash(STYLE)}'; script-src '${hash(SCRIPT)}'; base-uri 'none'; form-action 'none'`;
  const page = markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="color-scheme" content="light dark">
<title>${evidence.standard} evidence, ${evidence.day}</title>
<style>${new Markup(STYLE)}</style>
</head>
<body>
<a class="skip" href="#controls">Skip to the controls</a>
<div class="page">
${header(evidence)}
<main>
${summary(evidence)}
${controls(evidence)}
${exceptions(evidence)}
${templates(evidence)}
${responsibilityMatrix(evidence)}
</main>
<footer><p>Not decidable means that the template leaves the answer open; it is never counted as satisfied. A template says
what is asked of AWS, not what runs: compare the SHA-256 of a deployed template with the one above.</p></footer>
</div>
<script>${new Markup(SCRIPT)}</script>
</body>
</html>
`;
  return page.text;
}

function hash(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
