/** Lines of WGSL, one for each index. */
export function times(count: number, line: (index: number) => string, separator = '\n  '): string {
  return Array.from({ length: count }, (_, index) => line(index)).join(separator);
}
