/** What PyTorch painted with the exported weights of a network; see training/goldens.py. */
export interface Golden {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  /** Weights of styles, at full strength. */
  readonly mix: Readonly<Record<string, number>>;
  /** RGB 0…1, three values a pixel. */
  readonly input: Float32Array;
  readonly output: Float32Array;
}

interface Stored {
  readonly offset: number;
  readonly length: number;
}

/** A network's goldens.json: where each picture lies in goldens.bin. */
export interface GoldenIndex {
  readonly cases: readonly (Omit<Golden, 'input' | 'output'> & {
    readonly input: Stored;
    readonly output: Stored;
  })[];
}

export function goldensOf({ cases }: GoldenIndex, bytes: ArrayBuffer): Golden[] {
  const numbers = new Float32Array(bytes);
  const picture = ({ offset, length }: Stored) => numbers.slice(offset, offset + length);
  return cases.map((golden) => ({
    ...golden,
    input: picture(golden.input),
    output: picture(golden.output),
  }));
}
