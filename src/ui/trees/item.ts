/** Rows and tips as the editor's items. Texts of records stand there as text: no markup, no links, no HTML, nothing unseen. */
import {
  MarkdownString,
  ThemeColor,
  ThemeIcon,
  TreeItem,
  TreeItemCheckboxState,
  TreeItemCollapsibleState,
} from 'vscode';
import { inOneLine, visible } from '../../text/shown';
import type { Row, Tip } from './row';

const STATES = {
  none: TreeItemCollapsibleState.None,
  collapsed: TreeItemCollapsibleState.Collapsed,
  expanded: TreeItemCollapsibleState.Expanded,
} as const;

export function itemOf(row: Row): TreeItem {
  const item = new TreeItem(inOneLine(row.label), STATES[row.children]);
  item.id = row.id;
  item.contextValue = row.context;
  item.accessibilityInformation = { label: inOneLine(row.spoken) };
  if (row.description !== undefined) item.description = inOneLine(row.description);
  if (row.icon) {
    item.iconPath = new ThemeIcon(row.icon.name, row.icon.color ? new ThemeColor(row.icon.color) : undefined);
  }
  if (row.checkbox) {
    const { checked, tooltip, spoken } = row.checkbox;
    item.checkboxState = {
      state: checked ? TreeItemCheckboxState.Checked : TreeItemCheckboxState.Unchecked,
      tooltip: inOneLine(tooltip),
      accessibilityInformation: { label: inOneLine(spoken) },
    };
  }
  if (row.command) {
    const { id, title } = row.command;
    item.command = { command: id, title, arguments: [...(row.command.arguments ?? [])] };
  }
  return item;
}

export function tipOf(tip: Tip): MarkdownString {
  const text = new MarkdownString('**').appendText(inOneLine(tip.title)).appendMarkdown('**\n\n');
  for (const [label, value] of tip.lines) {
    text.appendText(visible(`${label}: ${value}`)).appendMarkdown('  \n');
  }
  for (const { title, items } of tip.lists ?? []) {
    text.appendMarkdown('\n\n').appendText(inOneLine(title)).appendMarkdown('\n\n');
    for (const item of items) text.appendMarkdown('- ').appendText(inOneLine(item)).appendMarkdown('\n');
  }
  text.isTrusted = false;
  text.supportHtml = false;
  return text;
}
