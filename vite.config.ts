import { defineConfig, type Plugin } from 'vite';
import { securityHeaders } from './scripts/headers.ts';

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

/**
 * TensorFlow.js starts the threads of its WASM backend from the source text of a function that refers to a variable
 * outside of it. Minified, that variable has another name in the text and is missing in the threads, which then never
 * answer; so it is declared inside.
 */
function threadedWasmPlugin(): Plugin {
  const head = 'function(WasmBackendModuleThreadedSimd) {';
  return {
    name: 'impasto-threaded-wasm',
    transform: {
      filter: { id: /tfjs-backend-wasm-threaded-simd\.js$/ },
      handler(code) {
        if (code.split(head).length !== 2)
          this.error('The threaded WASM module has changed; see vite.config.ts.');
        return { code: code.replace(head, `${head} var _scriptDir;`), map: null };
      },
    },
  };
}

export default defineConfig({
  // Relative, so that the build works from any sub-path.
  base: './',
  plugins: [headersPlugin()],
  assetsInclude: ['**/*.bin'],
  worker: { format: 'es', plugins: () => [threadedWasmPlugin()] },
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
