/** Rejection of a `start()` that `stop()` overtook: not a failure, nobody is told. */
export function stoppedError(): Error {
  return new DOMException('The source was stopped before it had started.', 'AbortError');
}
