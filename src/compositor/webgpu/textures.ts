import type { Size } from '../../protocol/quality';

/** A texture that is made anew when another size is asked for, and freed with its owner. */
export class SizedTexture {
  private texture: GPUTexture | null = null;

  constructor(
    private readonly device: GPUDevice,
    private readonly format: GPUTextureFormat,
    private readonly usage: GPUTextureUsageFlags,
    private readonly bytesPerPixel: number,
  ) {}

  get size(): Size | null {
    return this.texture ? { width: this.texture.width, height: this.texture.height } : null;
  }

  get bytes(): number {
    return this.texture ? this.texture.width * this.texture.height * this.bytesPerPixel : 0;
  }

  /** The texture in the given size; `null` keeps whatever size it has (1×1 at first). */
  get(size: Size | null): GPUTexture {
    const { width, height } = size ?? this.size ?? { width: 1, height: 1 };
    if (this.texture?.width !== width || this.texture.height !== height) {
      this.destroy();
      this.texture = this.device.createTexture({
        size: [width, height],
        format: this.format,
        usage: this.usage,
      });
    }
    return this.texture;
  }

  destroy(): void {
    this.texture?.destroy();
    this.texture = null;
  }
}
