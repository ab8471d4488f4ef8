/** Markup that is safe to put into a page as it stands. */
export class Markup {
  constructor(public readonly text: string) {}
}

/** What a template of `markup` takes: text, which is escaped, and markup, which is not. */
export type Content = string | number | undefined | Markup | readonly Content[];

/** Tag of a template: whatever is put into it is escaped, unless it is markup itself. */
export function markup(parts: TemplateStringsArray, ...contents: readonly Content[]): Markup {
  return new Markup(
    parts.map((part, index) => part + (index < contents.length ? rendered(contents[index]) : '')).join(''),
  );
}

function rendered(content: Content): string {
  if (content === undefined) return '';
  if (content instanceof Markup) return content.text;
  if (Array.isArray(content)) return content.map(rendered).join('');
  return escaped(String(content));
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A character that turns the direction of what follows, a name or a day after it, is shown instead of obeyed. */
function escaped(text: string): string {
  return text.replace(/[&<>"'\u202A-\u202E\u2066-\u2069]/g, (character) => ENTITIES[character] ?? codePoint(character));
}

function codePoint(character: string): string {
  return `[U+${character.charCodeAt(0).toString(16).toUpperCase()}]`;
}
