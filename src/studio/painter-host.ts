import type { PainterHost } from '../media/painter-host';
import type { RenderLink } from './render-link';

/** Lets exports and recordings use whichever renderer there is. */
export function painterHost(link: RenderLink): PainterHost {
  return {
    openPainter: async (port, job) => (await link.present()).openPainter(port, job),
    startCapture: async (port, options) => (await link.present()).startCapture(port, options),
    stopCapture: async () => {
      // A renderer that is being rebuilt captures nothing.
      if (link.isReady) await (await link.present()).stopCapture();
    },
  };
}
