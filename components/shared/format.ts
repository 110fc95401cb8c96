import type { StyleInfo } from '../../src/protocol/style';

const KILO = 1000;
const UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB'] as const;

/** "0:03", "12:40", "1:02:03"; with `tenths` "0:03.2". */
export function clock(seconds: number, tenths = false): string {
  const safe = Number.isFinite(seconds) && seconds > 0 ? seconds : 0;
  const whole = tenths ? Math.floor(safe * 10 + 1e-6) / 10 : Math.floor(safe + 1e-6);
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  const rest = (whole % 60).toFixed(tenths ? 1 : 0).padStart(tenths ? 4 : 2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
}

/** As disks are sold: "3.4 MB". */
export function bytes(count: number): string {
  let value = count;
  let unit = 0;
  while (value >= KILO && unit < UNITS.length - 1) {
    value /= KILO;
    unit++;
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${UNITS[unit] ?? ''}`;
}

/** "1 frame", "1,024 frames". */
export function count(value: number, noun: string): string {
  return `${value.toLocaleString('en')} ${value === 1 ? noun : `${noun}s`}`;
}

/** "Claude Monet, 1886"; of an added style the year may not be known. */
export function credit({ artist, year }: StyleInfo): string {
  return year === '' ? artist : `${artist}, ${year}`;
}
