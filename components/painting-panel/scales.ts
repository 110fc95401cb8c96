/** Weights of a loss, from leaving it out to letting it rule. */
export const WEIGHTS = [
  0, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 1, 1.5, 2, 3, 5, 7, 10, 15, 20, 30, 50, 70, 100, 200, 300,
  500, 1000,
] as const;

export const ITERATIONS = [
  50, 100, 150, 200, 250, 300, 400, 500, 600, 800, 1000, 1200, 1500, 2000, 2500, 3000, 4000, 5000, 6000, 8000,
] as const;

/** Long sides of the result, pixels. */
export const LONG_SIDES = [128, 192, 256, 384, 512, 768, 1024, 1536, 2048] as const;
