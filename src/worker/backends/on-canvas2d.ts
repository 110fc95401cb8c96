import type { Compositor } from '../../compositor/compositor';
import type { StyleEngine } from '../../engine/style-engine';
import type { Backend } from '../backend';

/** A backend without a device that could be lost. */
export function onCanvas2d(engine: StyleEngine, compositor: Compositor): Backend {
  return {
    engine,
    compositor,
    lost: new Promise(() => undefined),
    dispose: () => {
      compositor.dispose();
      engine.dispose();
    },
  };
}
