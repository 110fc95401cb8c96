/** The part of jsfive that is used; it ships no types. */
declare module 'jsfive' {
  export class Dataset {
    readonly shape: readonly number[];
    readonly dtype: unknown;
    readonly value: readonly number[];
  }

  export class Group {
    readonly keys: readonly string[];
    get(path: string): Group | Dataset | null;
  }

  export class File extends Group {
    constructor(bytes: ArrayBuffer, name: string);
  }
}
