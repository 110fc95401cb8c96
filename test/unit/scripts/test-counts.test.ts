import { describe, expect, test } from 'vitest';
import { addCounts, countUnittest, countVitest, describeCounts } from '../../../scripts/test-counts';

function report(...files: { status: string; tests: string[] }[]): string {
  return JSON.stringify({
    testResults: files.map(({ status, tests }) => ({
      status,
      assertionResults: tests.map((testStatus) => ({ status: testStatus })),
    })),
  });
}

describe("Vitest's report", () => {
  test('counts passed, failed, and skipped in all their kinds', () => {
    const json = report(
      { status: 'passed', tests: ['passed', 'passed', 'skipped'] },
      { status: 'failed', tests: ['passed', 'failed', 'pending', 'todo'] },
    );
    expect(countVitest(json, false)).toEqual({ passed: 3, failed: 1, skipped: 3 });
  });

  test('counts a file that did not load as a failure', () => {
    const json = report({ status: 'failed', tests: [] }, { status: 'passed', tests: ['passed'] });
    expect(countVitest(json, false)).toEqual({ passed: 1, failed: 1, skipped: 0 });
  });

  test('counts a file whose set-up failed after its tests were collected', () => {
    const json = report({ status: 'failed', tests: ['skipped', 'skipped'] });
    expect(countVitest(json, false)).toEqual({ passed: 0, failed: 1, skipped: 2 });
  });

  test('counts a run that failed although every test passed', () => {
    expect(countVitest(report({ status: 'passed', tests: ['passed'] }), false).failed).toBe(1);
    expect(countVitest(report({ status: 'passed', tests: ['passed'] }), true).failed).toBe(0);
  });
});

describe("unittest's output", () => {
  test.each([
    ['Ran 7 tests in 0.1s\n\nOK\n', true, { passed: 7, failed: 0, skipped: 0 }],
    ['Ran 1 test in 0.1s\n\nOK (skipped=1)\n', true, { passed: 0, failed: 0, skipped: 1 }],
    [
      'Ran 9 tests in 2s\n\nFAILED (failures=1, errors=2, skipped=3)\n',
      false,
      { passed: 3, failed: 3, skipped: 3 },
    ],
    ['Traceback: ModuleNotFoundError', false, { passed: 0, failed: 1, skipped: 0 }],
  ])('%j', (output, succeeded, counts) => {
    expect(countUnittest(output, succeeded)).toEqual(counts);
  });
});

test('sums and says the counts', () => {
  const sum = addCounts({ passed: 1, failed: 2, skipped: 3 }, { passed: 10, failed: 20, skipped: 30 });
  expect(describeCounts(sum)).toBe('11 passed, 22 failed, 33 skipped');
});
