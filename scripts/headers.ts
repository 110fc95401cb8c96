/** The headers of every response, in one place: the static server and Vite's servers both take them from here. */
export interface HeaderOptions {
  /** COOP and COEP, which give WASM its threads; hosts that cannot send them still work. */
  readonly isolation: boolean;
  /** Lets Vite's client reach its WebSocket and put styles into the page. */
  readonly hotReload?: boolean;
}

function contentSecurityPolicy(hotReload: boolean): string {
  const directives: Readonly<Record<string, string>> = {
    'default-src': "'none'",
    // blob: is for TensorFlow.js's threaded WASM, whose workers start from object URLs.
    'script-src': "'self' 'wasm-unsafe-eval' blob:",
    'worker-src': "'self' blob:",
    // Lit's styles are constructed style sheets, which need no exception.
    'style-src': hotReload ? "'self' 'unsafe-inline'" : "'self'",
    'img-src': "'self' blob: data:",
    'media-src': "'self' blob:",
    'connect-src': `'self' blob: data:${hotReload ? ' ws:' : ''}`,
    'font-src': "'self'",
    'manifest-src': "'self'",
    'base-uri': "'none'",
    'form-action': "'none'",
    'frame-ancestors': "'self'",
  };
  return Object.entries(directives)
    .map(([name, sources]) => `${name} ${sources}`)
    .join('; ');
}

export function securityHeaders({ isolation, hotReload = false }: HeaderOptions): Record<string, string> {
  const headers: Record<string, string> = {
    'Content-Security-Policy': contentSecurityPolicy(hotReload),
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(self), microphone=(self)',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
  };
  if (isolation) {
    headers['Cross-Origin-Opener-Policy'] = 'same-origin';
    headers['Cross-Origin-Embedder-Policy'] = 'require-corp';
  }
  return headers;
}
