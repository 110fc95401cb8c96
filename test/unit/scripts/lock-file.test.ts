import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../../../scripts/paths';

interface Entry {
  readonly version?: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const { packages } = JSON.parse(readFileSync(path.join(ROOT, 'package-lock.json'), 'utf8')) as {
  readonly packages: Readonly<Record<string, Entry>>;
};
const installed = Object.entries(packages).filter(([place]) => place !== '');

test('the lock file says of every package which one it is', () => {
  const vague = installed.filter(([, { version, integrity }]) => !version || !integrity);
  expect(vague.map(([place]) => place)).toEqual([]);
});

test('the lock file has the native parts of every platform, not just of the one it was made on', () => {
  const missing = installed.flatMap(([place, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter(
      (name) => !(`node_modules/${name}` in packages) && !(`${place}/node_modules/${name}` in packages),
    ),
  );
  expect(missing).toEqual([]);
});

test('the lock file names no registry but the public one', () => {
  const addresses = installed.map(([, { resolved = '' }]) => resolved);
  expect(addresses.filter((address) => !/^$|^https:\/\/registry\.npmjs\.org\//.test(address))).toEqual([]);
});
