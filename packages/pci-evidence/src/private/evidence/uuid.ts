import { createHash } from 'node:crypto';

/** Namespace of this package's identifiers; any fixed UUID serves. */
const NAMESPACE = Buffer.from('5b6f0c1e0c5d4a0e9d0b3a7c2f8e4d16', 'hex');

/** A name-based UUID (RFC 9562, version 5): the same parts give the same one on every machine. */
export function uuidOf(...parts: readonly string[]): string {
  const bytes = createHash('sha1').update(NAMESPACE).update(JSON.stringify(parts)).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/** The same from what an object holds, computed once: documents refer to one thing from many places. */
export function uuidsOf<T extends object>(kind: string, partsOf: (item: T) => readonly string[]): (item: T) => string {
  const known = new WeakMap<T, string>();
  return (item) => {
    const uuid = known.get(item) ?? uuidOf(kind, ...partsOf(item));
    known.set(item, uuid);
    return uuid;
  };
}
