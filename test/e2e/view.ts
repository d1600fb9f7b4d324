// A tree view as it stands in the window: its rows, and what a person does with them.
import type { Locator, Page } from 'playwright-core';

/** One visible row of a tree. */
export interface TreeRow {
  label: string;
  description: string;
  /** What a screen reader says. */
  aria: string;
  /** Counts from 1. */
  level: number;
  /** Absent on rows without children. */
  expanded?: boolean;
  selected: boolean;
}

/** The little of a page's element that is read here; the compiler is not told of browsers. */
interface RowElement {
  querySelectorAll(selector: string): Iterable<{ textContent: string | null }>;
  getAttribute(name: string): string | null;
  getBoundingClientRect(): { top: number };
}

/** Runs in the page, in one go: the tree may redraw a row between two questions. */
function readRows(elements: RowElement[]): TreeRow[] {
  const text = (row: RowElement, selector: string) =>
    Array.from(row.querySelectorAll(selector), (part) => part.textContent ?? '')
      .join('')
      .trim();
  return elements
    .sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top)
    .map((row) => {
      const expanded = row.getAttribute('aria-expanded');
      return {
        label: text(row, '.label-name'),
        description: text(row, '.label-description'),
        aria: row.getAttribute('aria-label') ?? '',
        level: Number(row.getAttribute('aria-level')),
        ...(expanded === null ? {} : { expanded: expanded === 'true' }),
        selected: row.getAttribute('aria-selected') === 'true',
      };
    });
}

/** How often a gesture is made that a redrawn tree may lose. */
const ATTEMPTS = 4;

/** A tree view in the side bar. Only rows on screen exist; scroll with the keyboard as a person would. */
export class View {
  constructor(
    private readonly page: Page,
    readonly pane: Locator,
  ) {}

  /** The rows on screen, from the top. */
  async rows(): Promise<TreeRow[]> {
    return this.pane.locator('.monaco-list-row').evaluateAll(readRows);
  }

  /** The row with this label, waited for. */
  async row(label: string | RegExp): Promise<Locator> {
    const row = this.pane
      .locator('.monaco-list-row')
      .filter({ has: this.page.locator('.label-name').getByText(label, { exact: true }) })
      .first();
    await row.waitFor();
    return row;
  }

  /** Opens each row of the path in turn, from the top; labels may be given as patterns. */
  async expand(...path: (string | RegExp)[]): Promise<void> {
    for (const label of path) {
      const row = await this.row(label);
      if ((await row.getAttribute('aria-expanded')) !== 'false') continue;
      await row.locator('.monaco-tl-twistie').click();
      await this.pane.locator(`#${await row.getAttribute('id')}[aria-expanded="true"]`).waitFor();
    }
  }

  async click(
    label: string | RegExp,
    options: { button?: 'left' | 'right'; clickCount?: number } = {},
  ): Promise<void> {
    await (await this.row(label)).click(options);
  }

  /** Ticks a row's check box until the view says so: the editor loses a click on a tree that is just redrawn. */
  async tick(label: string | RegExp, said: RegExp): Promise<void> {
    const message = this.pane.getByText(said);
    for (let attempt = 1; attempt <= ATTEMPTS && !(await message.isVisible()); attempt += 1) {
      await (await this.row(label)).getByRole('checkbox').first().click();
      await message.waitFor({ timeout: 10_000 }).catch(() => undefined);
    }
    await message.waitFor({ timeout: 1_000 });
  }

  /**
   * Presses an inline action of a row, which shows only under the mouse. Where pressing it twice does no harm, until it
   * `came` about: the editor loses a press on a tree that is just redrawn.
   */
  async pressInRow(label: string | RegExp, action: string, came?: () => Promise<boolean>): Promise<void> {
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      const row = await this.row(label);
      await row.hover();
      await row.getByRole('button', { name: action }).click();
      if (!came || (await this.within(10_000, came))) return;
    }
    throw new Error(`"${action}" of ${label} did nothing, ${ATTEMPTS} times.`);
  }

  private async within(ms: number, came: () => Promise<boolean>): Promise<boolean> {
    for (const deadline = Date.now() + ms; Date.now() < deadline; ) {
      if (await came()) return true;
      await this.page.waitForTimeout(100);
    }
    return false;
  }

  /** Selects the rows from one to another until the view shows it: the editor loses a click on a tree that is just redrawn. */
  async selectThrough(first: string | RegExp, last: string | RegExp): Promise<void> {
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      await this.click(first);
      await (await this.row(last)).click({ modifiers: ['Shift'] });
      const isSelected = async () => (await this.rows()).filter(({ selected }) => selected).length > 1;
      if (await this.within(5_000, isSelected)) return;
    }
    throw new Error(`The rows from ${first} to ${last} were not selected, ${ATTEMPTS} times.`);
  }

  /** Presses an action of the view's title bar. */
  async pressInTitle(action: string): Promise<void> {
    await this.pane.hover();
    await this.pane.locator('.pane-header').getByRole('button', { name: action }).click();
  }

  /** Waits until the welcome text of an empty view, its buttons included, is such: while a window settles it may be another. */
  async welcome(such: RegExp): Promise<void> {
    await this.pane.locator('.welcome-view-content').filter({ hasText: such }).waitFor();
  }

  /** Waits until the rows on screen satisfy the test, and gives them. */
  async rowsWhen(test: (rows: TreeRow[]) => boolean, timeoutMs = 30_000): Promise<TreeRow[]> {
    const deadline = Date.now() + timeoutMs;
    for (;;) {
      const rows = await this.rows();
      if (test(rows)) return rows;
      if (Date.now() > deadline)
        throw new Error(`The tree never came to that; it shows ${JSON.stringify(rows)}`);
      await this.page.waitForTimeout(100);
    }
  }
}

/** All the text in an element, also what is scrolled out of sight. */
export async function textOf(element: Locator): Promise<string> {
  return ((await element.textContent()) ?? '').trim();
}
