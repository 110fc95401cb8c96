/** A file name such as `impasto-starry-night-2026-11-23-101530.png`, in local time. */
export function pictureName(styleId: string, date: Date, extension = 'png'): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = [String(date.getFullYear()), two(date.getMonth() + 1), two(date.getDate())].join('-');
  const time = two(date.getHours()) + two(date.getMinutes()) + two(date.getSeconds());
  return `impasto-${styleId}-${day}-${time}.${extension}`;
}

/** As {@link pictureName}, after a title that may hold anything. */
export function paintingName(title: string, date: Date, extension: string): string {
  const slug = title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '');
  return pictureName(slug || 'painting', date, extension);
}
