import { MarkdownString, StatusBarAlignment, type StatusBarItem, ThemeColor, window } from 'vscode';
import { Owner } from '../../host/disposal';
import { visible } from '../../text/shown';
import type { SyncState } from '../state/state';
import { type StatusText, statusText } from './text';

const PRIORITY = 10;
/** Milliseconds between two looks at how old the last sync is. */
const TICK = 60_000;

/** The status bar item; it opens what can be done now. */
export class StatusBar extends Owner {
  private readonly item: StatusBarItem;
  private shown = '';

  constructor(
    private readonly state: SyncState,
    command: string,
  ) {
    super();
    this.item = this.own(window.createStatusBarItem('mspSync.status', StatusBarAlignment.Left, PRIORITY));
    this.item.name = 'MSP Sync';
    this.item.command = command;
    this.own(state.onDidChange(() => this.draw()));
    const timer = setInterval(() => this.draw(), TICK);
    this.own({ dispose: () => clearInterval(timer) });
    this.draw();
  }

  private draw(): void {
    const text = statusText(this.state.snapshot, Date.now());
    const shown = JSON.stringify(text);
    if (shown === this.shown) return;
    this.shown = shown;
    if (text) this.show(text);
    else this.item.hide();
  }

  private show({ text, tooltip, spoken, alarm }: StatusText): void {
    this.item.text = text;
    this.item.tooltip = tooltip.reduce(
      (markdown, line, place) =>
        (place > 0 ? markdown.appendMarkdown('\n\n') : markdown).appendText(visible(line)),
      new MarkdownString(),
    );
    this.item.accessibilityInformation = { label: spoken };
    this.item.backgroundColor =
      alarm === 'none' ? undefined : new ThemeColor(`statusBarItem.${alarm}Background`);
    this.item.show();
  }
}
