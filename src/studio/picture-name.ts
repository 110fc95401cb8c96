/** A file name such as `impasto-starry-night-2026-11-23-101530.png`, in local time. */
export function pictureName(styleId: string, date: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = [String(date.getFullYear()), two(date.getMonth() + 1), two(date.getDate())].join('-');
  const time = two(date.getHours()) + two(date.getMinutes()) + two(date.getSeconds());
  return `impasto-${styleId}-${day}-${time}.png`;
}
