import { Platform } from '../../src/private/template/platform';
import { Reader } from '../../src/private/template/read';
import { Template, type TemplateSource } from '../../src/private/template/template';

/** A platform of hand-written templates, one per stack, in the account that is given for it. */
export function platformOf(templates: Record<string, object>, accounts: Record<string, string> = {}): Platform {
  return new Platform(
    Object.entries(templates).map(([stackPath, json]) => {
      const source: TemplateSource = { stackPath, account: accounts[stackPath], file: `${stackPath}.template.json` };
      return new Template(source, json as never);
    }),
  );
}

/** A reader of one stack with one resource `X`, and what else its template holds. */
export function readerOf(Properties: object, more: Record<string, object> = {}) {
  const { Resources = {}, ...sections } = more;
  const platform = platformOf({
    S: { Resources: { X: { Type: 'AWS::Test::Thing', Properties }, ...Resources }, ...sections },
  });
  const resource = platform.all('AWS::Test::Thing')[0];
  if (!resource) throw new Error('no resource');
  return { platform, resource, reader: new Reader(platform) };
}
