/** Names of drivers that compute on the processor. */
const SOFTWARE = /swiftshader|llvmpipe|softpipe|software|basic render/i;

/** True for the name of an adapter or renderer that is no graphics card. */
export function isSoftwareAdapter(name: string): boolean {
  return SOFTWARE.test(name);
}

/** Browsers differ in where they say what an adapter is. */
export function adapterName({ description, vendor, architecture }: GPUAdapterInfo): string {
  return description || [vendor, architecture].filter(Boolean).join(' ') || 'unnamed adapter';
}
