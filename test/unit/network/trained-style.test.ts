/** The files that training/new_style.py writes, learned in two steps on made-up data, as the page reads them. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { findPyTorch } from '../../../scripts/training-tests';
import { parseNetworkSpec } from '../../../src/network/spec';
import { readStyleFile } from '../../../src/network/style-file';

const LEARN = `
import shutil, sys
from pathlib import Path
sys.path.insert(0, "training/tests")
from workshop import Workshop
import new_style, train
workshop = Workshop()
workshop.setUpClass()
model, out = workshop.exported_model(), Path(sys.argv[1])
new_style.learn(train.arguments(workshop.options(
    "added", "--steps", "2", "--add", f"{workshop.root}/paintings/dots.png", "--title", "The Night Café",
    "--year", "1888", "--model", str(model))))
for file in (model / "model.json", workshop.root / "added/style.json", workshop.root / "added/style.bin"):
    shutil.copy(file, out)
workshop.tearDownClass()
`;

const folder = mkdtempSync(path.join(tmpdir(), 'impasto-style-'));
afterAll(() => rmSync(folder, { recursive: true }));

function read(name: string): Buffer {
  return readFileSync(path.join(folder, name));
}

const python = findPyTorch();

test.skipIf(python === undefined)(
  'a style that was just learned has its title and its rows (needs PyTorch)',
  { timeout: 120_000 },
  async () => {
    const { status, stderr } = spawnSync(python ?? '', ['-c', LEARN, folder], {
      encoding: 'utf8',
      env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' },
    });
    expect(status, stderr).toBe(0);
    const spec = parseNetworkSpec(JSON.parse(read('model.json').toString()));
    const json: unknown = JSON.parse(read('style.json').toString());
    const { info, rows } = await readStyleFile(json, Uint8Array.from(read('style.bin')).buffer, [spec]);
    expect(info).toMatchObject({
      title: 'The Night Café',
      artist: 'Added by you',
      year: '1888',
      added: { tier: 'lite' },
    });
    expect(info.id).toMatch(/^the_night_caf-[0-9a-f]{8}$/);
    expect(info.thumbnail).toMatch(/^data:image\/jpeg/);
    expect(rows.network).toBe(spec.weights.sha256);
    const numbers = Object.values(rows.values).reduce((sum, row) => sum + row.length, 0);
    expect(numbers).toBe(944);
  },
);
