import { defineConfig, type Plugin } from 'vite';
import { securityHeaders } from './scripts/headers';

/** Development and preview answer with the headers of production. */
function headersPlugin(): Plugin {
  const middleware = (hotReload: boolean) => {
    const headers = new Map(Object.entries(securityHeaders({ isolation: true, hotReload })));
    return (
      _request: unknown,
      response: { setHeaders(headers: Map<string, string>): void },
      next: () => void,
    ) => {
      response.setHeaders(headers);
      next();
    };
  };
  return {
    name: 'impasto-headers',
    configureServer(server) {
      server.middlewares.use(middleware(true));
    },
    configurePreviewServer(server) {
      server.middlewares.use(middleware(false));
    },
  };
}

export default defineConfig({
  // Relative, so that the build works from any sub-path.
  base: './',
  plugins: [headersPlugin()],
  assetsInclude: ['**/*.bin'],
  worker: { format: 'es' },
  build: {
    target: 'es2022',
    sourcemap: true,
    chunkSizeWarningLimit: 4000,
    modulePreload: { polyfill: false },
    assetsInlineLimit: (file) => (/\.(bin|wasm|json)$/.test(file) ? false : undefined),
  },
  // Everything is found at the start, so that no dependency is bundled anew (and the page reloaded) later.
  optimizeDeps: { entries: ['index.html', 'src/**/*.ts', 'components/**/*.ts'] },
});
