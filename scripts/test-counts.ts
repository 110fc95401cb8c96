export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export function addCounts(a: Counts, b: Counts): Counts {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped };
}

export function describeCounts({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

/** The part of Vitest's JSON report that counts. */
interface VitestReport {
  readonly testResults: readonly {
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
}

/**
 * Counts Vitest's JSON report. A file that failed before its tests ran counts as one failure, and so does a run that
 * failed (`succeeded` false) although no test did, for instance because of an unhandled rejection.
 */
export function countVitest(json: string, succeeded: boolean): Counts {
  const { testResults } = JSON.parse(json) as VitestReport;
  const statuses = testResults.flatMap(({ assertionResults }) =>
    assertionResults.map(({ status }) => status),
  );
  const passed = statuses.filter((status) => status === 'passed').length;
  const failedTests = statuses.filter((status) => status === 'failed').length;
  const brokenFiles = testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((result) => result.status === 'failed'),
  ).length;
  const failed = failedTests + brokenFiles;
  return {
    passed,
    failed: failed === 0 && !succeeded ? 1 : failed,
    skipped: statuses.length - passed - failedTests,
  };
}

/** Counts the output of Python's unittest: `Ran 7 tests …` and `FAILED (failures=1, errors=2, skipped=1)`. */
export function countUnittest(output: string, succeeded: boolean): Counts {
  const number = (pattern: RegExp) => Number(pattern.exec(output)?.[1] ?? 0);
  const verdict = /^(?:OK|FAILED|NO TESTS RAN)\b.*$/m.exec(output)?.[0] ?? '';
  const inVerdict = (name: string) => Number(new RegExp(`\\b${name}=(\\d+)`).exec(verdict)?.[1] ?? 0);
  const failed = inVerdict('failures') + inVerdict('errors') + inVerdict('unexpected successes');
  const skipped = inVerdict('skipped');
  return {
    passed: Math.max(0, number(/^Ran (\d+) tests?/m) - failed - skipped),
    failed: failed === 0 && !succeeded ? 1 : failed,
    skipped,
  };
}
