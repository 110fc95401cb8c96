import type { Server } from 'node:http';
import { parseArgs } from 'node:util';
import { ensureBuilt } from './build';
import { DIST } from './paths';
import { createAppServer, isLocal, listen } from './serve';

const DEFAULT_PORT = 4173;
const HELP = `npm start -- [options]
  --host HOST      address to listen on (default 127.0.0.1; 0.0.0.0 for all)
  --port PORT      port to listen on (default ${DEFAULT_PORT}, or the next free one)
  --base /PATH/    serve under a sub-path
  --no-isolation   leave out COOP and COEP, as hosts do that cannot send headers`;

const PLAIN_HTTP = `Other computers get it over plain http, where browsers allow no camera, no WebGPU, no clips and no styles of
their own. Put https in front of it for them.`;

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}

function readPort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    throw new Error(`--port wants a number from 0 to 65535, not "${text}".`);
  }
  return port;
}

/** Listens on the port that was asked for, or on the first free one from the default upwards. */
async function listenSomewhere(server: Server, host: string, asked: number | null): Promise<string> {
  const ports = asked === null ? Array.from({ length: 20 }, (_, i) => DEFAULT_PORT + i) : [asked];
  for (const port of ports) {
    try {
      return await listen(server, { host, port });
    } catch (error) {
      if (!isTaken(error)) throw error;
    }
  }
  throw new Error(
    asked === null
      ? 'No free port was found. Choose one with --port.'
      : `Port ${asked} is taken by another program. Choose another with --port, or leave it out.`,
  );
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      host: { type: 'string', default: '127.0.0.1' },
      port: { type: 'string' },
      base: { type: 'string', default: '/' },
      'no-isolation': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return;
  }
  const asked = values.port === undefined ? null : readPort(values.port);
  const base = `/${values.base.replace(/^\/+|\/+$/g, '')}/`.replace('//', '/');
  ensureBuilt();
  const server = createAppServer({ root: DIST, base, isolation: !values['no-isolation'] });
  const origin = await listenSomewhere(server, values.host, asked);
  console.log(`Impasto is at ${origin.replace('//0.0.0.0:', '//localhost:')}${base} (Ctrl+C stops it)`);
  if (!isLocal(values.host)) console.log(PLAIN_HTTP);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
