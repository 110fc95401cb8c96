/** What a crash leaves behind: jobs that nobody writes any more, and files that no record knows of. */
import { CLIP_EXTENSIONS, type ClipFormat } from '../protocol/media';
import { listFiles, readFile, removeFile } from './clip-files';
import type { ClipIndex, JobRecord } from './clip-index';
import { isOrphan } from './job-locks';

/** Jobs whose writer is gone. A GIF or ZIP that breaks off cannot be opened, so it is forgotten. */
export async function orphanedJobs(index: ClipIndex): Promise<JobRecord[]> {
  const orphans: JobRecord[] = [];
  for (const job of await index.getAll('jobs')) {
    if (!(await isOrphan(job.id))) continue;
    if (isReadableInPart(job.format)) orphans.push(job);
    else await index.delete('jobs', job.id);
  }
  return orphans;
}

/**
 * Removes files that no record knows of; every file is announced by one before it is made. So files are read before
 * records, and jobs before the clips that they become: another tab may begin or finish one meanwhile.
 */
export async function sweep(index: ClipIndex): Promise<void> {
  const [partFiles, clipFiles] = [await listFiles('parts'), await listFiles('clips')];
  const jobs = new Set(await index.getAllKeys('jobs'));
  const clips = new Set((await index.getAll('clips')).map(({ file }) => file));
  const idOf = (name: string) => name.slice(0, name.lastIndexOf('.'));
  const parts = partFiles.filter((name) => !jobs.has(name));
  const others = clipFiles.filter((name) => !clips.has(name) && !jobs.has(idOf(name)));
  // What cannot be removed now is removed by the next visit.
  await Promise.allSettled([
    ...parts.map((name) => removeFile('parts', name)),
    ...others.map((name) => removeFile('clips', name)),
  ]);
}

/** True if there is anything on the disk that a clip may be made of. */
export async function canBeRecovered({ id, format }: JobRecord): Promise<boolean> {
  if (!isReadableInPart(format)) return false;
  const files = [readFile('parts', id), readFile('clips', `${id}.${CLIP_EXTENSIONS[format]}`)];
  const found = await Promise.all(files.map((file) => file.then(({ size }) => size > 0).catch(() => false)));
  return found.includes(true);
}

function isReadableInPart(format: ClipFormat): boolean {
  return format === 'mp4' || format === 'webm';
}
