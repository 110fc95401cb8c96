import { describe, expect, test } from 'vitest';
import { findBrowser, systemBrowsers } from '../../../scripts/browser';

describe('the browser for the tests', () => {
  test('is the one that CHROMIUM_PATH names', () => {
    expect(findBrowser({ CHROMIUM_PATH: process.execPath })?.executable).toBe(process.execPath);
  });

  test('is not another one when CHROMIUM_PATH names nothing that exists', () => {
    expect(() => findBrowser({ CHROMIUM_PATH: '/no/such/browser' })).toThrow(
      '/no/such/browser, which does not exist',
    );
  });

  test('is looked for along the PATH on Linux', () => {
    expect(systemBrowsers('linux', { PATH: '/usr/local/bin:/usr/bin' })).toContain('/usr/bin/chromium');
  });

  test('is looked for among the applications on macOS', () => {
    const candidates = systemBrowsers('darwin', { HOME: '/Users/me' });
    expect(candidates).toContain('/Applications/Google Chrome.app/Contents/MacOS/Google Chrome');
    expect(candidates).toContain('/Users/me/Applications/Chromium.app/Contents/MacOS/Chromium');
  });

  test('is looked for under Program Files on Windows', () => {
    const candidates = systemBrowsers('win32', { PROGRAMFILES: 'C:\\Program Files' });
    expect(candidates).toContain('C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe');
  });
});
