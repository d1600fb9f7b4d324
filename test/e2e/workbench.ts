// The editor as a person uses it: a window with the extension loaded, and the few gestures that the end-to-end tests are made of.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { Frame, FrameLocator, Locator, Page } from 'playwright-core';
import { type EditorWindow, openWindow, type WindowOptions } from '../../scripts/host/workbench.mjs';
import { textOf, View } from './view';

const ROOT = resolve(import.meta.dirname, '../..');
const SCREENSHOTS = join(ROOT, 'test-results', 'screenshots');

export interface WorkbenchOptions extends Pick<WindowOptions, 'env' | 'settings' | 'theme' | 'trust'> {
  /** Absolute folder to open; without it a new one with `files`, removed when the window is closed. */
  folder?: string;
  /** Files of the new folder, by path relative to it. */
  files?: Record<string, string>;
}

/** Opens a window and waits until the extension host has answered. Close it in the end, also when a test fails. */
export async function openWorkbench(options: WorkbenchOptions = {}): Promise<Workbench> {
  const { folder: given, files = {}, ...rest } = options;
  const folder = given ?? (await mkdtemp(join(tmpdir(), 'msp-sync-workspace-')));
  const remove = async () => {
    if (given === undefined) await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    for (const [name, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), text);
    }
    const window = await openWindow({ ...rest, extension: ROOT, folder });
    const workbench = new Workbench(window, folder, remove);
    await workbench.ready().catch(async (error) => {
      await workbench.close();
      throw error;
    });
    return workbench;
  } catch (error) {
    await remove();
    throw error;
  }
}

/** How long a gesture may take to show on a busy machine, in ms; what needs longer says so. */
const PATIENCE = 30_000;

/** How often the command palette is opened for a command that is not there yet. */
const PALETTE_ATTEMPTS = 4;
/** How often a container is opened that is not seen. */
const OPEN_ATTEMPTS = 4;
/** How often an element is pointed at until it says what it is to say. */
const HOVER_ATTEMPTS = 6;

/** Whether it can be seen within that time. */
const appears = (element: Locator, timeout: number): Promise<boolean> =>
  element.waitFor({ timeout }).then(
    () => true,
    () => false,
  );

export class Workbench {
  readonly page: Page;

  constructor(
    private readonly window: EditorWindow,
    readonly folder: string,
    private readonly removeFolder: () => Promise<void>,
  ) {
    this.page = window.page;
    this.page.setDefaultTimeout(PATIENCE);
  }

  async close(): Promise<void> {
    await this.window.close();
    await this.removeFolder();
  }

  /** A second window of the same editor, on the same folder; closed with the first. */
  async another(): Promise<Workbench> {
    const page = await this.window.another();
    const second = new Workbench({ ...this.window, page }, this.folder, async () => undefined);
    await second.ready();
    return second;
  }

  /** Resolves when the frame of the window stands and extensions may contribute to it. */
  async ready(): Promise<void> {
    await this.page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: 30_000 });
    await this.page.locator('.activitybar .action-item').first().waitFor();
  }

  /** Runs a command by its full title ("MSP Sync: Sync Now") through the command palette. */
  async command(title: string): Promise<void> {
    const entry = this.quickPickEntry(title);
    // The palette lists what may be done at the moment it opens: where an extension is just waking up, it is opened again.
    for (let attempt = 1; ; attempt += 1) {
      await this.page.keyboard.press('F1');
      await this.quickInput().fill(`>${title}`);
      const shown = await entry.waitFor({ timeout: attempt < PALETTE_ATTEMPTS ? 3_000 : PATIENCE }).then(
        () => true,
        (error: unknown) => {
          if (attempt >= PALETTE_ATTEMPTS) throw error;
          return false;
        },
      );
      if (shown) break;
      await this.page.keyboard.press('Escape');
    }
    await entry.click();
  }

  /** Loads the window again, as a person would: what is to be remembered is written first. */
  async reload(): Promise<void> {
    const loaded = this.page.waitForEvent('load');
    await this.command('Developer: Reload Window');
    await loaded;
    await this.ready();
  }

  /** Opens a container of the activity bar by its title. */
  async openContainer(title = 'MSP Sync'): Promise<void> {
    const tab = this.page.locator('.activitybar').getByRole('tab', { name: title });
    const heading = this.page.locator('.part.sidebar').getByRole('heading', { name: title }).first();
    await tab.waitFor();
    for (let attempt = 1; ; attempt += 1) {
      // A click on the container that is already open would close the side bar; one that a loading window brings back may be
      // opened just between the look and the click.
      if ((await tab.getAttribute('aria-selected')) !== 'true') await tab.click();
      if (attempt === OPEN_ATTEMPTS) return heading.waitFor();
      if (await appears(heading, 4_000)) return;
    }
  }

  /** The view of this name in the side bar, expanded when it is collapsed. */
  async view(name: string): Promise<View> {
    const pane = this.page.locator('.part.sidebar .pane').filter({
      has: this.page.locator('.pane-header').getByText(name, { exact: true }),
    });
    return this.opened(pane);
  }

  /** Folds views, so that the others have room for their rows. By key: headers move while views fold, and a click may miss. */
  async closeViews(...names: string[]): Promise<void> {
    for (const name of names) {
      const { pane } = await this.view(name);
      const header = pane.locator('.pane-header');
      await header.press('ArrowLeft');
      await pane.locator('.pane-header[aria-expanded=false]').waitFor();
    }
  }

  /** The topmost view in the side bar. */
  async firstView(): Promise<View> {
    return this.opened(this.page.locator('.part.sidebar .pane').first());
  }

  private async opened(pane: Locator): Promise<View> {
    await pane.waitFor();
    const header = pane.locator('.pane-header');
    if ((await header.getAttribute('aria-expanded')) === 'false') await header.click();
    return new View(this.page, pane);
  }

  /** The text field of the quick input that is open. */
  quickInput(): Locator {
    return this.page.locator('.quick-input-widget:visible .quick-input-box input');
  }

  /** Types an answer into the open input box and accepts it. */
  async answer(text: string): Promise<void> {
    await this.quickInput().fill(text);
    await this.page.keyboard.press('Enter');
  }

  /** Chooses an entry of the open quick pick by its label. */
  async pick(label: string): Promise<void> {
    const entry = this.quickPickEntry(label);
    await entry.waitFor();
    await entry.click();
  }

  /** Labels of the entries that the open quick pick shows, once it shows any. */
  async quickPickEntries(): Promise<string[]> {
    await this.page
      .locator('.quick-input-widget:visible .quick-input-list .monaco-list-row')
      .first()
      .waitFor();
    return this.page
      .locator('.quick-input-widget:visible .quick-input-list .monaco-list-row .label-name')
      .allTextContents();
  }

  private quickPickEntry(label: string): Locator {
    return this.page
      .locator('.quick-input-widget:visible .quick-input-list .monaco-list-row')
      .filter({ has: this.page.locator('.quick-input-list-row').first().getByText(label, { exact: true }) })
      .first();
  }

  /** Waits for a notification that holds this text and gives its whole message. */
  async notification(text: string | RegExp, timeoutMs = PATIENCE): Promise<string> {
    const toast = this.toast(text);
    await toast.waitFor({ timeout: timeoutMs });
    return textOf(toast.locator('.notification-list-item-message'));
  }

  /** Presses a button of the notification that holds this text. */
  async pressInNotification(text: string | RegExp, button: string): Promise<void> {
    await this.toast(text).getByRole('button', { name: button }).click();
  }

  private toast(text: string | RegExp): Locator {
    return this.page.locator('.notifications-toasts .notification-toast').filter({ hasText: text }).first();
  }

  /** Text of the status bar item whose text or tooltip matches. */
  async statusBarItem(text: string | RegExp): Promise<Locator> {
    const item = this.page.locator('.statusbar-item').filter({ hasText: text }).first();
    await item.waitFor();
    return item;
  }

  /**
   * What stands beside an element once it is pointed at and says this. Drawing the element anew takes the words away, and
   * they may be asked for anew with each pointing: so it is pointed at until they are there.
   */
  async hovered(element: () => Promise<Locator>, text: string | RegExp): Promise<Locator> {
    const words = this.page.locator('.monaco-hover').filter({ hasText: text }).first();
    for (let attempt = 1; ; attempt += 1) {
      await this.page.mouse.move(700, 450);
      await (await element()).hover();
      const timeout = attempt < HOVER_ATTEMPTS ? 4_000 : PATIENCE;
      const shown = await words.waitFor({ timeout }).then(
        () => true,
        (error: unknown) => {
          if (attempt >= HOVER_ATTEMPTS) throw error;
          return false;
        },
      );
      if (shown) return words;
    }
  }

  /** Trusts the folder of a window that was opened with `trust: false`, through the editor's own page for it. */
  async grantTrust(): Promise<void> {
    await this.command('Workspaces: Manage Workspace Trust');
    await this.page
      .locator('.workspace-trust-editor')
      .getByRole('button', { name: 'Trust', exact: true })
      .click();
    await this.page
      .locator('.statusbar-item')
      .filter({ hasText: 'Restricted Mode' })
      .waitFor({ state: 'detached' });
    await this.command('View: Close Editor');
  }

  /** The open modal dialog that holds this text: its words, and `press` for its buttons. What leads to it may read the systems first. */
  async dialog(
    text: string | RegExp = '',
  ): Promise<{ text: string; press: (button: string) => Promise<void> }> {
    const box = this.page.locator('.monaco-dialog-box').filter({ hasText: text });
    await box.waitFor({ timeout: 50_000 });
    return {
      text: await textOf(box),
      press: (button) => box.getByRole('button', { name: button }).click(),
    };
  }

  /** The page of the panel that is in front, once it shows something. */
  async panel(): Promise<FrameLocator> {
    const frame = this.page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
    await frame.locator('#page').waitFor();
    return frame;
  }

  /** The same as a frame, to look into. */
  async panelFrame(): Promise<Frame> {
    await this.panel();
    const outer = await (await this.page.locator('iframe.webview.ready').elementHandle())?.contentFrame();
    const inner = await (
      await outer?.waitForSelector('#active-frame', { state: 'attached' })
    )?.contentFrame();
    if (!inner) throw new Error('The panel has no page');
    return inner;
  }

  /** Puts on a colour theme by its name. */
  async theme(name: string): Promise<void> {
    await this.command('Preferences: Color Theme');
    await this.quickInput().fill(name);
    await this.quickPickEntry(name).click();
    await this.quickInput().waitFor({ state: 'hidden' });
  }

  /** A picture of a moment of the story, where MSP_SYNC_PICTURES asks for them: each costs as much as a gesture. */
  async screenshot(name: string): Promise<void> {
    await this.page.mouse.move(700, 450); // no hover, no tooltip: the story is the same with pictures and without
    if (process.env.MSP_SYNC_PICTURES) await this.picture(name);
  }

  /** A picture of the window (1400×900), `NAME.png` among the test results. */
  async picture(name: string): Promise<string> {
    const path = join(SCREENSHOTS, `${name}.png`);
    await mkdir(dirname(path), { recursive: true });
    await this.page.evaluate('document.fonts.ready.then(() => undefined)');
    await this.page.screenshot({ path, animations: 'disabled', caret: 'hide' });
    return path;
  }
}
