/** Ways into the render worker of the built page, for tests of what happens when it or its device fails. */
import type { BrowserContext, Worker } from 'playwright';
import { expect } from 'vitest';
import type { AppPage } from './app-page';

const RENDER_WORKER = /\/assets\/worker-[^/]*\.js$/;

/** Code put before the render worker's own keeps what it opens where a test can reach it. */
export const KEEP_DEVICE = `
  const request = self.GPUAdapter?.prototype.requestDevice;
  if (request) GPUAdapter.prototype.requestDevice = async function (...args) {
    return (self.testDevice = await request.apply(this, args));
  };
  const getContext = OffscreenCanvas.prototype.getContext;
  OffscreenCanvas.prototype.getContext = function (...args) {
    const context = getContext.apply(this, args);
    if (args[0] === 'webgl2' && this.width > 1) self.testContext = context;
    return context;
  };
`;

/** How the device of a backend is lost, by code for a worker that has {@link KEEP_DEVICE}. */
export const LOSSES = [
  ['webgpu', (): void => (self as unknown as { testDevice: GPUDevice }).testDevice.destroy()],
  [
    'webgl',
    (): void =>
      (self as unknown as { testContext: WebGL2RenderingContext }).testContext
        .getExtension('WEBGL_lose_context')
        ?.loseContext(),
  ],
] as const;

/** Puts code before the render worker's own. */
export async function prepend(code: string, context: BrowserContext): Promise<void> {
  await context.route(RENDER_WORKER, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: code + (await response.text()) });
  });
}

export async function renderWorker(app: AppPage): Promise<Worker> {
  const find = () =>
    app.page
      .workers()
      .filter((worker) => RENDER_WORKER.test(worker.url()))
      .at(-1);
  await expect.poll(find).toBeDefined();
  const worker = find();
  if (!worker) throw new Error('no render worker');
  return worker;
}
