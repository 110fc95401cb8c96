/** Counts what is allocated on a device, whoever allocates it: by engines that say nothing about it, too. */
export class MemoryMeter {
  private live = 0;
  private highest = 0;

  constructor(device: GPUDevice) {
    const createBuffer = device.createBuffer.bind(device);
    device.createBuffer = (descriptor) => this.watch(createBuffer(descriptor), descriptor.size);
    const createTexture = device.createTexture.bind(device);
    device.createTexture = (descriptor) => {
      const texture = createTexture(descriptor);
      return this.watch(texture, texture.width * texture.height * (texture.format === 'rgba16float' ? 8 : 4));
    };
  }

  /** Begins a new measurement; gives what there is already. */
  restart(): number {
    this.highest = this.live;
    return this.live;
  }

  /** The most bytes at one time since. */
  peak(): number {
    return this.highest;
  }

  private watch<T extends { destroy(): undefined }>(resource: T, bytes: number): T {
    const destroy = resource.destroy.bind(resource);
    let there = true;
    this.live += bytes;
    this.highest = Math.max(this.highest, this.live);
    resource.destroy = () => {
      if (there) this.live -= bytes;
      there = false;
      destroy();
      return undefined;
    };
    return resource;
  }
}
