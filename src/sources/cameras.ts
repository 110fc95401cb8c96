/** A camera as the browser names it. */
export interface CameraInfo {
  readonly id: string;
  readonly label: string;
}

/**
 * The cameras that can be told apart. Before the user has allowed a camera, browsers give neither
 * ids nor labels: the list is empty then.
 */
export async function listCameras(): Promise<readonly CameraInfo[]> {
  const devices = await mediaDevices()?.enumerateDevices();
  return (devices ?? [])
    .filter((device) => device.kind === 'videoinput' && device.deviceId !== '')
    .map((device, index) => ({ id: device.deviceId, label: device.label || `Camera ${index + 1}` }));
}

/** Calls `changed` when a device is plugged in or out; returns the way to stop that. */
export function watchCameras(changed: () => void): () => void {
  const devices = mediaDevices();
  devices?.addEventListener('devicechange', changed);
  return () => {
    devices?.removeEventListener('devicechange', changed);
  };
}

/** Absent on insecure pages, whatever the library's types say. */
export function mediaDevices(): MediaDevices | undefined {
  return (navigator as { readonly mediaDevices?: MediaDevices }).mediaDevices;
}
