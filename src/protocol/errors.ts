/** What can go wrong, as codes that survive the worker boundary. */
export type ErrorCode =
  | 'camera-denied'
  | 'camera-missing'
  | 'camera-busy'
  | 'camera-unplugged'
  | 'camera-unsupported'
  | 'file-unreadable'
  | 'worker-crashed'
  | 'worker-timeout'
  | 'device-lost'
  | 'no-backend'
  | 'model-missing'
  | 'model-corrupt'
  | 'network-unsuitable'
  | 'style-unsuitable'
  | 'picture-failed'
  | 'optimize-memory'
  | 'optimize-layer'
  | 'optimize-style'
  | 'optimize-busy'
  | 'media-damaged'
  | 'media-unsupported'
  | 'export-failed'
  | 'recording-failed'
  | 'microphone-denied'
  | 'microphone-missing'
  | 'storage-full'
  | 'storage-failed'
  | 'insecure-page'
  | 'internal';

/** A failure as a person reads it: what happened, what still works, what to do. */
export interface ErrorReport {
  readonly code: ErrorCode;
  /** One or two sentences for the user. */
  readonly message: string;
  /** Technical detail for a bug report; never needed to understand `message`. */
  readonly detail?: string;
}

/** An `Error` that carries an {@link ErrorReport}. */
export class ImpastoError extends Error {
  readonly report: ErrorReport;

  constructor(code: ErrorCode, message: string, detail?: string) {
    super(message);
    this.name = 'ImpastoError';
    this.report = detail === undefined ? { code, message } : { code, message, detail };
  }
}

/** The report of any thrown value; a foreign error becomes `internal`. */
export function toErrorReport(error: unknown): ErrorReport {
  if (error instanceof ImpastoError) return error.report;
  const detail = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return {
    code: 'internal',
    message: 'Something went wrong inside Impasto. Your settings are kept; start again to go on.',
    detail,
  };
}
