import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { get, type IncomingHttpHeaders, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { close, createAppServer, isLocal, listen, type ServeOptions } from '../../../scripts/serve';

const folder = mkdtempSync(path.join(tmpdir(), 'impasto-serve-'));
const root = path.join(folder, 'dist');
const servers: Server[] = [];

beforeAll(() => {
  mkdirSync(path.join(root, 'assets'), { recursive: true });
  writeFileSync(path.join(folder, 'secret.txt'), 'secret');
  writeFileSync(path.join(root, 'index.html'), '<!doctype html>');
  writeFileSync(path.join(root, 'assets', 'worker-1a2b3c.js'), 'postMessage(1)');
  writeFileSync(path.join(root, 'assets', 'tfjs-1a2b3c.wasm'), 'wasm');
  writeFileSync(path.join(root, 'assets', 'weights-1a2b3c.bin'), 'weights');
  writeFileSync(path.join(root, 'assets', 'thumbnail-1a2b3c.webp'), 'picture');
});

afterAll(async () => {
  await Promise.all(servers.map(close));
  rmSync(folder, { recursive: true });
});

async function start(options: Omit<ServeOptions, 'root'> = {}): Promise<string> {
  const server = createAppServer({ root, ...options });
  servers.push(server);
  return listen(server);
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Asks for a path as it stands; `fetch` would tidy up the dots first. */
function ask(
  origin: string,
  rawPath: string,
  headers: Record<string, string> = {},
  method = 'GET',
): Promise<Answer> {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve, reject) => {
    get({ hostname, port, path: rawPath, headers, method }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (body += chunk));
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body });
      });
    }).on('error', reject);
  });
}

describe('the static server', () => {
  test('sends the security headers with every response', async () => {
    const origin = await start();
    const answers = await Promise.all([
      ask(origin, '/'),
      ask(origin, '/assets/worker-1a2b3c.js'),
      ask(origin, '/missing'),
      ask(origin, '/%'),
      ask(origin, '/', {}, 'POST'),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 404, 400, 405]);
    for (const { headers } of answers) {
      expect(headers['content-security-policy']).toMatch(/^default-src 'none'; script-src 'self'/);
      expect(headers['content-security-policy']).not.toContain("'unsafe-eval'");
      expect(headers['content-security-policy']).not.toContain("'unsafe-inline'");
      expect(headers).toMatchObject({
        'cross-origin-embedder-policy': 'require-corp',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'permissions-policy': 'camera=(self), microphone=(self)',
        'x-content-type-options': 'nosniff',
      });
    }
  });

  test('leaves out COOP and COEP when told to, and keeps the rest', async () => {
    const { headers } = await ask(await start({ isolation: false }), '/assets/worker-1a2b3c.js');
    expect(headers).not.toHaveProperty('cross-origin-opener-policy');
    expect(headers).not.toHaveProperty('cross-origin-embedder-policy');
    expect(headers['content-security-policy']).toContain("worker-src 'self' blob:");
  });

  test.each([
    ['/', 'text/html; charset=utf-8'],
    ['/assets/worker-1a2b3c.js', 'text/javascript; charset=utf-8'],
    ['/assets/tfjs-1a2b3c.wasm', 'application/wasm'],
    ['/assets/weights-1a2b3c.bin', 'application/octet-stream'],
    ['/assets/thumbnail-1a2b3c.webp', 'image/webp'],
  ])('names the type of %s', async (name, type) => {
    const { status, headers } = await ask(await start(), `${name}?query`);
    expect(status).toBe(200);
    expect(headers['content-type']).toBe(type);
  });

  test('lets hashed files be kept for ever and the page be asked for each time', async () => {
    const origin = await start();
    const [page, script] = await Promise.all([ask(origin, '/'), ask(origin, '/assets/worker-1a2b3c.js')]);
    expect(page.headers['cache-control']).toBe('no-cache');
    expect(script.headers['cache-control']).toBe('public, max-age=31536000, immutable');
  });

  test('answers 304 to who has the file already', async () => {
    const origin = await start();
    const { etag = '' } = (await ask(origin, '/')).headers;
    const again = await ask(origin, '/', { 'If-None-Match': `"other", W/${etag}` });
    expect([again.status, again.body]).toEqual([304, '']);
    expect(again.headers).toHaveProperty('content-security-policy');
    expect((await ask(origin, '/', { 'If-None-Match': '"other"' })).status).toBe(200);
  });

  test('answers HEAD without a body', async () => {
    const { status, headers, body } = await ask(await start(), '/', {}, 'HEAD');
    expect([status, headers['content-length'], body]).toEqual([200, '15', '']);
  });

  test.each([
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/..%5csecret.txt',
    '//secret.txt',
    '/assets',
    '/assets/',
    '/index.html/',
    '/%00',
  ])('does not leave its folder: %s', async (rawPath) => {
    const { status, body } = await ask(await start(), rawPath);
    expect(status).toBe(404);
    expect(body).not.toContain('secret');
  });

  test('serves under a sub-path, and there only', async () => {
    const origin = await start({ base: '/some/path/' });
    expect((await ask(origin, '/some/path/')).body).toBe('<!doctype html>');
    expect((await ask(origin, '/some/path/assets/worker-1a2b3c.js')).status).toBe(200);
    const bare = await ask(origin, '/some/path');
    expect([bare.status, bare.headers.location]).toEqual([308, '/some/path/']);
    expect((await ask(origin, '/')).status).toBe(404);
    expect((await ask(origin, '/assets/worker-1a2b3c.js')).status).toBe(404);
  });

  test('keeps what it read at the start, so that a rebuild does not break open pages', async () => {
    const file = path.join(root, 'assets', 'old-1a2b3c.js');
    writeFileSync(file, 'old');
    const origin = await start();
    rmSync(file);
    expect((await ask(origin, '/assets/old-1a2b3c.js')).body).toBe('old');
  });
});

test('only addresses of this computer are local', () => {
  const hosts = ['127.0.0.1', 'localhost', '::1', '0.0.0.0', '::', '192.168.1.5', 'studio.lan'];
  expect(hosts.filter(isLocal)).toEqual(['127.0.0.1', 'localhost', '::1']);
});
