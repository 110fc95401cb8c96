import { defineConfig, type TestProjectConfiguration } from 'vitest/config';

/**
 * Projects that drive a real Chromium, whose GPU may be the CPU: few at a time, and patient. What is tested lives in
 * its pages, so that files can share a process, which has imported Playwright then.
 */
const browser = {
  environment: 'node',
  testTimeout: 120_000,
  hookTimeout: 120_000,
  isolate: false,
} as const;

/** One group, so that no worker waits for the last file of another project. */
const projects: TestProjectConfiguration[] = [
  {
    extends: true,
    test: {
      name: 'unit',
      include: ['test/unit/**/*.test.ts'],
      environment: 'node',
      // Minutes of a simulated clock are seconds on a machine that has other work.
      testTimeout: 30_000,
      maxWorkers: 2,
      sequence: { groupOrder: 0 },
    },
  },
  {
    extends: true,
    test: {
      ...browser,
      name: 'browser',
      include: ['test/browser/**/*.test.ts'],
      globalSetup: 'test/serve-dev.ts',
      maxWorkers: 2,
      sequence: { groupOrder: 0 },
    },
  },
  {
    extends: true,
    test: {
      ...browser,
      name: 'e2e',
      include: ['test/e2e/**/*.test.ts'],
      globalSetup: 'test/serve-app.ts',
      maxWorkers: 2,
      sequence: { groupOrder: 0 },
    },
  },
  // Measurements run alone, one file after the other, and only when asked for.
  {
    extends: true,
    test: {
      ...browser,
      name: 'perf',
      include: ['test/perf/**/*.test.ts'],
      globalSetup: ['test/serve-dev.ts', 'test/serve-app.ts'],
      testTimeout: 600_000,
      maxWorkers: 1,
      sequence: { groupOrder: 3 },
    },
  },
  {
    extends: true,
    test: {
      ...browser,
      name: 'bench',
      include: ['bench/**/*.test.ts'],
      globalSetup: 'test/serve-dev.ts',
      testTimeout: 7_200_000,
      maxWorkers: 1,
      sequence: { groupOrder: 5 },
    },
  },
  {
    extends: true,
    test: {
      ...browser,
      name: 'soak',
      include: ['test/soak/**/*.test.ts'],
      globalSetup: ['test/serve-dev.ts', 'test/serve-app.ts'],
      testTimeout: 3_600_000,
      maxWorkers: 1,
      sequence: { groupOrder: 4 },
    },
  },
];

export default defineConfig({ test: { projects } });
