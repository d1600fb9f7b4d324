// The editor's window: a page of the server build in Chromium, with the extension of this folder loaded.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { ensureChromium } from './download.mjs';
import { startServer } from './server.mjs';

const FLAGS = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
  ...['--disable-component-update', '--disable-sync', '--font-render-hinting=none'],
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
];

/** A quiet window: nothing opens, asks, updates or blinks by itself, so that pictures and clicks are the same each time. */
const QUIET = {
  'chat.disableAIFeatures': true,
  'editor.cursorBlinking': 'solid',
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
  'security.workspace.trust.startupPrompt': 'never',
  'telemetry.telemetryLevel': 'off',
  'update.showReleaseNotes': false,
  'window.autoDetectColorScheme': false,
  'window.commandCenter': false,
  'workbench.editor.useModal': 'off',
  'workbench.enableExperiments': false,
  'workbench.reduceMotion': 'on',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
};

/** Half of the key under which the browser keeps secrets; the server that would give it out is not the one started here. */
const SECRETS_KEY = Buffer.alloc(32, 7);

const THEMES = {
  dark: 'Dark 2026',
  light: 'Light 2026',
  'high contrast': 'Default High Contrast',
  'high contrast light': 'Default High Contrast Light',
};

/**
 * Opens a window.
 * @param {object} options
 * @param {string} options.extension absolute folder of the extension under development
 * @param {string} [options.folder] absolute folder to open; without it an empty window
 * @param {string} [options.tests] absolute path of a module whose `run()` the extension host calls
 * @param {boolean} [options.trust] see `startServer`
 * @param {NodeJS.ProcessEnv} [options.env] see `startServer`
 * @param {string} [options.dataDir] see `startServer`
 * @param {keyof typeof THEMES} [options.theme]
 * @param {Record<string, unknown>} [options.settings] user settings beyond the quiet ones
 * @param {(type: string, args: unknown[]) => void} [options.onConsole] console of the extension host (with `tests`)
 * @param {(code: number) => void} [options.onExit] verdict of `tests`
 * @returns {Promise<{ page: import('playwright-core').Page, server: { url: string, log: string }, close: () => Promise<void>, another: () => Promise<import('playwright-core').Page> }>}
 */
export async function openWindow(options) {
  const { trust, env, dataDir, extension, tests } = options;
  const prepare = async (folder) => {
    await writeSettings(folder, options);
    if (!tests) await install(folder, extension);
  };
  const server = await startServer({ trust, env, dataDir, prepare, drivable: Boolean(tests) });
  try {
    const browser = await launchBrowser();
    const close = async () => {
      await browser.close();
      await server.stop();
    };
    try {
      const context = await browser.newContext({
        viewport: { width: 1400, height: 900 },
        deviceScaleFactor: 1,
        colorScheme: options.theme?.includes('light') ? 'light' : 'dark',
      });
      await context.addInitScript(stopTurning);
      const newPage = async () => {
        const opened = await context.newPage();
        await answerMintKey(await context.newCDPSession(opened));
        return opened;
      };
      const page = await newPage();
      if (options.onConsole) await page.exposeFunction('codeAutomationLog', options.onConsole);
      if (options.onExit) await page.exposeFunction('codeAutomationExit', options.onExit);
      const load = (one) => one.goto(address(server, options));
      await load(page);
      const another = async () => {
        const second = await newPage();
        await load(second);
        return second;
      };
      return { page, server, close, another };
    } catch (error) {
      await close();
      throw error;
    }
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/** Stops that one request only: a route of the browser's driver would stop each of the hundreds that a window is made of. */
async function answerMintKey(session) {
  session.on('Fetch.requestPaused', ({ requestId }) => {
    const body = SECRETS_KEY.toString('base64');
    // A page that was closed meanwhile waits for no answer.
    session.send('Fetch.fulfillRequest', { requestId, responseCode: 200, body }).catch(() => {});
  });
  await session.send('Fetch.enable', { patterns: [{ urlPattern: '*/mint-key' }] });
}

/** What turns or runs for as long as work goes on: without a graphics card each frame of it costs the work its processor. */
function stopTurning() {
  if (window !== window.top) return;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('.codicon-modifier-spin, .progress-bit { animation: none !important; }');
  document.adoptedStyleSheets.push(sheet);
}

async function launchBrowser() {
  const { executable, env } = await ensureChromium();
  return chromium.launch({ executablePath: executable, env: { ...process.env, ...env }, args: FLAGS });
}

export async function writeSettings(dataDir, { theme = 'dark', settings = {} }) {
  const folder = join(dataDir, 'data', 'User');
  await mkdir(folder, { recursive: true });
  const all = { ...QUIET, 'workbench.colorTheme': THEMES[theme], ...settings };
  await writeFile(join(folder, 'settings.json'), JSON.stringify(all, undefined, 2));
}

/**
 * Lists the extension's folder among the installed ones, so that the window is a person's window: one opened with the
 * switches of a development host shows no notifications.
 */
export async function install(dataDir, extension) {
  const { publisher, name, version } = JSON.parse(await readFile(join(extension, 'package.json'), 'utf8'));
  const location = { $mid: 1, path: extension, scheme: 'file' };
  const entry = {
    identifier: { id: `${publisher}.${name}` },
    version,
    location,
    metadata: { source: 'vsix' },
  };
  await mkdir(join(dataDir, 'extensions'), { recursive: true });
  await writeFile(join(dataDir, 'extensions', 'extensions.json'), JSON.stringify([entry]));
}

/** The page's address; tests come with a payload, which also makes their extension one under development. */
export function address(server, { extension, folder, tests }) {
  const query = new URLSearchParams(folder ? { folder } : { ew: 'true' });
  if (tests) {
    const remote = (path) => `vscode-remote://${server.authority}${path}`;
    const payload = [
      ['extensionDevelopmentPath', remote(extension)],
      ['extensionTestsPath', remote(tests)],
      ['skipWelcome', 'true'],
      ['skipReleaseNotes', 'true'],
    ];
    query.set('payload', JSON.stringify(payload));
  }
  return `${server.url}?${query}`;
}
