import { readFileSync } from 'node:fs';

/** What lies in a ZIP file whose entries are stored as they are, in the order of its central directory. */
export function unzip(file: string): Map<string, Buffer> {
  const bytes = readFileSync(file);
  const entries = new Map<string, Buffer>();
  const signature = 'PK\x01\x02';
  for (let at = bytes.indexOf(signature); at >= 0; at = bytes.indexOf(signature, at + 46)) {
    const [method, size] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 24)];
    const [nameLength, header] = [bytes.readUInt16LE(at + 28), bytes.readUInt32LE(at + 42)];
    if (method !== 0) throw new Error(`an entry is compressed by method ${method}`);
    const data = header + 30 + bytes.readUInt16LE(header + 26) + bytes.readUInt16LE(header + 28);
    entries.set(bytes.toString('utf8', at + 46, at + 46 + nameLength), bytes.subarray(data, data + size));
  }
  return entries;
}
