/** Containers that some systems know no MIME type for. */
const VIDEO_NAMES = /\.(mp4|m4v|mov|webm|mkv)$/i;

/** The two files of a style, which systems know no MIME type for that would tell. */
const STYLE_NAMES = /\.(json|bin)$/i;

export interface SortedFiles {
  readonly videos: readonly File[];
  readonly pictures: readonly File[];
  readonly styles: readonly File[];
}

/** By type, and by name where the system tells no type. */
export function sortFiles(files: readonly File[]): SortedFiles {
  const isVideo = ({ type, name }: File) => type.startsWith('video/') || VIDEO_NAMES.test(name);
  return {
    videos: files.filter(isVideo),
    pictures: files.filter((file) => !isVideo(file) && file.type.startsWith('image/')),
    styles: files.filter(({ name }) => STYLE_NAMES.test(name)),
  };
}
