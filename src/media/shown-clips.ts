import { readFile } from './clip-files';
import { type ClipRecord, downloadName } from './clip-index';
import { ObjectUrls } from './object-urls';

/** A clip as the page shows it. */
export interface Clip extends Omit<ClipRecord, 'file' | 'thumbnail'> {
  /** Of the data, for playing and `<a download>`; revoked when the clip is deleted. */
  readonly url: string;
  readonly thumbnailUrl: string | null;
  /** The name with its extension, for `download`. */
  readonly fileName: string;
}

/** Gives clips the addresses that the page shows them by. */
export class ShownClips {
  private readonly urls = new ObjectUrls();

  /** Those that were not deleted, newest first. */
  async list(records: readonly ClipRecord[]): Promise<Clip[]> {
    const kept = records.filter(({ deletedAt }) => deletedAt === null);
    kept.sort((a, b) => b.createdAt - a.createdAt);
    const clips: Clip[] = [];
    for (const record of kept) {
      // The browser, or the user, may have cleared the data and left the index.
      const clip = await this.show(record).catch(() => null);
      if (clip) clips.push(clip);
    }
    return clips;
  }

  async show(record: ClipRecord): Promise<Clip> {
    const { file, thumbnail, ...rest } = record;
    const url = this.urls.get(record.id) ?? this.urls.set(record.id, await readFile('clips', file));
    const key = thumbnailKey(record.id);
    const thumbnailUrl = thumbnail && (this.urls.get(key) ?? this.urls.set(key, thumbnail));
    return { ...rest, url, thumbnailUrl, fileName: downloadName(record) };
  }

  /** Lets go of the addresses of a clip that is removed. */
  revoke(id: string): void {
    this.urls.revoke(id);
    this.urls.revoke(thumbnailKey(id));
  }
}

function thumbnailKey(id: string): string {
  return `${id}/thumbnail`;
}
