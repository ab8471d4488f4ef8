import { STANDARD } from '../names';
import type { Evidence } from './evidence';
import { uuidOf } from './uuid';

/** Version of NIST's Open Security Controls Assessment Language that the documents are written in. */
const OSCAL_VERSION = '1.2.1';

const DOCUMENT_LIBRARY = 'https://www.pcisecuritystandards.org/document_library/';

/** Namespace of properties that OSCAL does not define. */
const NAMESPACE = 'https://github.com/org/payment-platform/ns/oscal';

/** Header of a document. Its time is the day of the evidence, for the same input must give the same bytes. */
export function metadataOf(title: string, { day, tool }: Evidence): object {
  return {
    title,
    'last-modified': startOf(day),
    version: tool.version,
    'oscal-version': OSCAL_VERSION,
    props: [property('tool', tool.name)],
  };
}

/** A day as OSCAL writes a moment. */
export function startOf(day: string): string {
  return `${day}T00:00:00Z`;
}

/** OSCAL's tokens begin with a letter. */
export function controlId(requirement: string): string {
  return `pci-dss-${requirement.toLowerCase()}`;
}

/** A property of ours; OSCAL refuses one without a value. */
export function property(name: string, value: string): object {
  return { name, ns: NAMESPACE, value: value === '' ? '-' : value };
}

/** Where the requirements stand whose numbers the document uses. */
export function standardResource(): { readonly uuid: string; readonly [key: string]: unknown } {
  return {
    uuid: uuidOf('resource', STANDARD),
    title: STANDARD,
    description:
      'Payment Card Industry Data Security Standard. Its text belongs to the PCI Security Standards Council.',
    rlinks: [{ href: DOCUMENT_LIBRARY }],
  };
}
