import * as Comlink from 'comlink';
import { expect, test } from 'vitest';
import { RemotePainter } from '../../../src/media/worker/remote-painter';
import type { FramePainterApi, PainterReady } from '../../../src/protocol/media';
import type { Outcome } from '../../../src/protocol/outcome';

const READY: PainterReady = { tier: 'lite', workingSize: { width: 64, height: 48 } };
const BROKEN: Outcome<VideoFrame> = { ok: false, error: { code: 'device-lost', message: 'gone' } };

/** Something that can be transferred where there are no frames. */
const frame = () => ({ clone: () => new ArrayBuffer(1), close: () => undefined }) as unknown as VideoFrame;

/** Opens painters, each of which paints `frames` frames and fails at the next. */
function painters(frames: number) {
  let opened = 0;
  let closed = 0;
  const painter = new RemotePainter(() => {
    opened++;
    const { port1, port2 } = new MessageChannel();
    let left = frames;
    const api: FramePainterApi = {
      ready: () => Promise.resolve({ ok: true, value: READY }),
      paint: (painted) => Promise.resolve(left-- > 0 ? { ok: true, value: painted } : BROKEN),
      close: () => {
        closed++;
        return Promise.resolve();
      },
    };
    Comlink.expose(api, port1);
    return Promise.resolve({ ok: true, value: port2 });
  });
  return { painter, opened: () => opened, closed: () => closed };
}

test('painters that fail now and then are closed and replaced as long as frames come', async () => {
  const { painter, opened, closed } = painters(2);
  for (let count = 0; count < 20; count++) await painter.paint(frame());
  expect(opened()).toBe(10);
  await painter.close();
  expect(closed()).toBe(10);
});

test('a frame that no painter can paint ends it', async () => {
  const { painter, opened } = painters(0);
  await expect(painter.paint(frame())).rejects.toThrow('gone');
  expect(opened()).toBe(4);
});
