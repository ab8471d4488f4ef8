/** Text in a template: a string, or an intrinsic function that yields one. */
type TemplateText = string | Record<string, unknown>;

/** Text of a template on one line, references in angle brackets, as rules name a resource in their findings. */
export function flatReference(text: TemplateText): string {
  if (typeof text === 'string') return text;
  if ('Ref' in text) return `<${text.Ref}>`;
  if ('Fn::ImportValue' in text) return flatReference(text['Fn::ImportValue'] as TemplateText);
  if ('Fn::GetAtt' in text) return `<${(text['Fn::GetAtt'] as string[]).join('.')}>`;
  if (!('Fn::Join' in text)) return JSON.stringify(text);
  const [delimiter, parts] = text['Fn::Join'] as [string, TemplateText[]];
  return parts.map(flatReference).join(delimiter);
}
