/** Containers that some systems know no MIME type for. */
const VIDEO_NAMES = /\.(mp4|m4v|mov|webm|mkv)$/i;

export interface SortedFiles {
  readonly videos: readonly File[];
  readonly pictures: readonly File[];
}

/** By type, and by name where the system tells no type. */
export function sortFiles(files: readonly File[]): SortedFiles {
  const isVideo = ({ type, name }: File) => type.startsWith('video/') || VIDEO_NAMES.test(name);
  return {
    videos: files.filter(isVideo),
    pictures: files.filter((file) => !isVideo(file) && file.type.startsWith('image/')),
  };
}
