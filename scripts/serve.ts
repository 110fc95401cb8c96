import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { securityHeaders } from './headers';

export interface ServeOptions {
  /** Folder to serve. */
  readonly root: string;
  /** Sub-path under which it appears; starts and ends with a slash. */
  readonly base?: string;
  readonly isolation?: boolean;
}

export interface ListenOptions {
  readonly host?: string;
  /** 0 takes any free port. */
  readonly port?: number;
}

interface StoredFile {
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

const TYPES: Readonly<Record<string, string>> = {
  '.bin': 'application/octet-stream',
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.mp4': 'video/mp4',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webm': 'video/webm',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};

/** `assets/` holds files with a hash in their names; everything else keeps its name when it changes. */
function cacheControl(name: string): string {
  return name.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
}

function readFolder(root: string): Map<string, StoredFile> {
  const files = new Map<string, StoredFile>();
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    const name = path.relative(root, file).split(path.sep).join('/');
    const body = readFileSync(file);
    files.set(name, {
      body,
      headers: {
        'Content-Type': TYPES[path.extname(name).toLowerCase()] ?? 'application/octet-stream',
        'Content-Length': String(body.byteLength),
        'Cache-Control': cacheControl(name),
        ETag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`,
      },
    });
  }
  return files;
}

function pathOf(request: IncomingMessage): string | null {
  const [raw = '/'] = (request.url ?? '/').split('?');
  try {
    return decodeURIComponent(raw);
  } catch {
    return null;
  }
}

function matches(header: string | undefined, etag: string): boolean {
  return header?.split(',').some((tag) => ['*', etag].includes(tag.trim().replace(/^W\//, ''))) ?? false;
}

/**
 * A static server for the built app. The folder is read once, into memory: no request touches the file system, so
 * none can leave the folder, and a rebuild while it runs does not pull files from under an open page.
 */
export function createAppServer({ root, base = '/', isolation = true }: ServeOptions): Server {
  const files = readFolder(root);
  const security = securityHeaders({ isolation });

  const say = (
    response: ServerResponse,
    status: number,
    text: string,
    extra: Record<string, string> = {},
  ) => {
    response.writeHead(status, {
      'Content-Type': 'text/plain; charset=utf-8',
      'Cache-Control': 'no-store',
      ...extra,
    });
    response.end(`${text}\n`);
  };

  return createServer((request, response) => {
    for (const [name, value] of Object.entries(security)) response.setHeader(name, value);
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      say(response, 405, 'Only GET and HEAD are answered here.', { Allow: 'GET, HEAD' });
      return;
    }
    const pathname = pathOf(request);
    if (pathname === null) {
      say(response, 400, 'This address cannot be decoded.');
      return;
    }
    if (base !== '/' && pathname === base.slice(0, -1)) {
      say(response, 308, `Go to ${base}`, { Location: base });
      return;
    }
    const name = pathname.startsWith(base) ? pathname.slice(base.length) || 'index.html' : '';
    const file = files.get(name);
    if (!file) {
      say(response, 404, 'There is nothing here.');
      return;
    }
    if (matches(request.headers['if-none-match'], file.headers.ETag ?? '')) {
      response.writeHead(304, { ETag: file.headers.ETag, 'Cache-Control': file.headers['Cache-Control'] });
      response.end();
      return;
    }
    response.writeHead(200, file.headers);
    response.end(request.method === 'HEAD' ? undefined : file.body);
  });
}

/** True if only this computer can ask for what is served at `host`. */
export function isLocal(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}

/** Starts listening and gives the origin, e.g. `http://127.0.0.1:4173`. */
export async function listen(
  server: Server,
  { host = '127.0.0.1', port = 0 }: ListenOptions = {},
): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = server.address() as AddressInfo;
  return `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`;
}

/** Closes the server and its open connections. */
export async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise<void>((resolve) => {
    server.close(() => {
      resolve();
    });
  });
}
