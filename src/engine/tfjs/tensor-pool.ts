import type { GPGPUContext } from '@tensorflow/tfjs-backend-webgl';
import * as tf from '@tensorflow/tfjs-core';

/** What TensorFlow.js 4.22 keeps of freed tensors for others of exactly their size; private there. */
interface BufferPool {
  readonly freeBuffers: Map<string, GPUBuffer[]>;
  numFreeBuffers: number;
  numBytesAllocated: number;
}

interface PoolingWebGpu {
  readonly bufferManager: BufferPool;
  /** Null while nothing is recorded. */
  readonly commandEncoder: unknown;
  endComputePassEncoder(): void;
  submitQueue(): void;
}

interface PoolingWebGl {
  readonly textureManager: TexturePool;
}

interface TexturePool {
  readonly freeTextures: Record<string, { texture: WebGLTexture }[]>;
  readonly gpgpu: GPGPUContext;
  numFreeTextures: number;
  _numBytesAllocated: number;
  _numBytesFree: number;
}

/** Frees the GPU memory that is in no tensor's use; without it, every size ever used keeps its buffers. */
export function trimPool(): void {
  const backend: unknown = tf.backend();
  if (tf.getBackend() === 'webgpu') trimBuffers(backend as PoolingWebGpu);
  if (tf.getBackend() === 'webgl') trimTextures((backend as PoolingWebGl).textureManager);
}

/**
 * Hands what was recorded to the device. WebGPU only reuses the memory of freed tensors then, and left to
 * itself TensorFlow.js records fifteen operations first.
 */
export function flushTensors(): void {
  if (tf.getBackend() === 'webgpu') submit(tf.backend() as unknown as PoolingWebGpu);
}

function submit(backend: PoolingWebGpu): void {
  if (!backend.commandEncoder) return;
  backend.endComputePassEncoder();
  backend.submitQueue();
}

function trimBuffers(backend: PoolingWebGpu): void {
  const pool = backend.bufferManager;
  // What was recorded but not submitted may still read a freed buffer.
  submit(backend);
  for (const buffers of pool.freeBuffers.values()) {
    for (const buffer of buffers.splice(0)) {
      pool.numBytesAllocated -= buffer.size;
      pool.numFreeBuffers--;
      buffer.destroy();
    }
  }
}

function trimTextures(pool: TexturePool): void {
  for (const textures of Object.values(pool.freeTextures)) {
    for (const { texture } of textures.splice(0)) {
      pool.gpgpu.deleteMatrixTexture(texture);
      pool.numFreeTextures--;
    }
  }
  pool._numBytesAllocated -= pool._numBytesFree;
  pool._numBytesFree = 0;
}
