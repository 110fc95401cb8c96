/** The files that were chosen with a native input, once: the same ones chosen again must fire `change` again. */
export function takeFiles(input: HTMLInputElement): readonly File[] {
  const files = [...(input.files ?? [])];
  input.value = '';
  return files;
}
