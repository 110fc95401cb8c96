import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { chromium } from 'playwright';
import { ROOT } from './paths';

export interface FoundBrowser {
  readonly executable: string;
  /** Where it came from, for the log. */
  readonly origin: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Places where a system Chrome or Chromium is installed. */
export function systemBrowsers(platform: NodeJS.Platform, env: Environment): string[] {
  if (platform === 'darwin') {
    return ['', env.HOME ?? '']
      .flatMap((home) => [`${home}/Applications/Google Chrome.app`, `${home}/Applications/Chromium.app`])
      .map((app) => `${app}/Contents/MacOS/${path.basename(app, '.app')}`);
  }
  if (platform === 'win32') {
    return [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA]
      .filter((folder) => folder !== undefined)
      .flatMap((folder) => [
        `${folder}\\Google\\Chrome\\Application\\chrome.exe`,
        `${folder}\\Chromium\\Application\\chrome.exe`,
      ]);
  }
  const names = ['google-chrome', 'google-chrome-stable', 'chromium', 'chromium-browser'];
  const folders = (env.PATH ?? '').split(':').filter((folder) => folder !== '');
  return names.flatMap((name) => folders.map((folder) => path.posix.join(folder, name)));
}

function playwrightBrowser(): string | null {
  try {
    const executable = chromium.executablePath();
    return existsSync(executable) ? executable : null;
  } catch {
    return null;
  }
}

/** CHROMIUM_PATH, then Playwright's own download, then a system Chrome or Chromium; null if there is none. */
export function findBrowser(env: Environment = process.env): FoundBrowser | null {
  const named = env.CHROMIUM_PATH;
  if (named !== undefined && named !== '') {
    if (!existsSync(named)) throw new Error(`CHROMIUM_PATH names ${named}, which does not exist.`);
    return { executable: named, origin: 'named by CHROMIUM_PATH' };
  }
  const own = playwrightBrowser();
  if (own !== null) return { executable: own, origin: "Playwright's download" };
  const system = systemBrowsers(process.platform, env).find((candidate) => existsSync(candidate));
  return system === undefined ? null : { executable: system, origin: 'installed on this system' };
}

function isDebian(): boolean {
  return existsSync('/etc/os-release') && /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'));
}

function isRoot(): boolean {
  return process.getuid?.() === 0;
}

function run(command: string, args: readonly string[], env: Environment = process.env): boolean {
  console.log(`> ${command} ${args.join(' ')}`);
  return spawnSync(command, args, { cwd: ROOT, stdio: 'inherit', env: { ...env } }).status === 0;
}

function installWithApt(): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return run('apt-get', ['update'], env) && run('apt-get', ['install', '-y', 'chromium'], env);
}

function installWithPlaywright(): boolean {
  const cli = path.join(
    path.dirname(createRequire(import.meta.url).resolve('playwright/package.json')),
    'cli.js',
  );
  const withDeps = process.platform === 'linux' && isRoot() ? ['--with-deps'] : [];
  return run(process.execPath, [cli, 'install', '--no-shell', ...withDeps, 'chromium']);
}

/** Finds a browser or installs one, and says what it did. */
export function ensureBrowser(): FoundBrowser {
  const found = findBrowser();
  if (found) {
    console.log(`Browser: ${found.executable} (${found.origin})`);
    return found;
  }
  console.log('Browser: none found; installing Chromium.');
  // Debian's package brings the system libraries along; Playwright's download is the way everywhere else.
  if (!(isDebian() && isRoot() && installWithApt())) installWithPlaywright();
  const installed = findBrowser();
  if (!installed) {
    throw new Error(
      'No browser could be installed. Install Chrome or Chromium, or name one in CHROMIUM_PATH.',
    );
  }
  console.log(`Browser: ${installed.executable} (installed just now)`);
  return installed;
}
