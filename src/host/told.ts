/** The editor's messages and lists. Other people's text stands in them: what the editor would make of it is taken away. */
import { type MessageOptions, type QuickPickItem, window } from 'vscode';
import { inList, inMessage } from '../text/shown';

type Way = 'showInformationMessage' | 'showWarningMessage' | 'showErrorMessage';
/** Resolves to the button that was chosen. `detail` is shown by modal ones alone. */
type Show = (
  text: string,
  ...more: readonly [MessageOptions, ...string[]] | readonly string[]
) => Thenable<string | undefined>;

const showing =
  (way: Way): Show =>
  (text, ...more) => {
    const options = more.flatMap((one) => (typeof one === 'string' ? [] : [one]))[0] ?? {};
    const buttons = more.flatMap((one) => (typeof one === 'string' ? [one] : []));
    const detail = options.detail === undefined ? {} : { detail: inMessage(options.detail) };
    return window[way](inMessage(text), { ...options, ...detail }, ...buttons);
  };

export const showInformation = showing('showInformationMessage');
export const showWarning = showing('showWarningMessage');
export const showError = showing('showErrorMessage');

/** A few words in the status bar, for a while. */
export const showInPassing = (text: string, milliseconds: number): void =>
  void window.setStatusBarMessage(inList(text), milliseconds);

/** An item of a list the editor shows. */
export function listed<T extends QuickPickItem>(item: T): T {
  const { label, description, detail } = item;
  return {
    ...item,
    label: inList(label),
    ...(description === undefined ? {} : { description: inList(description) }),
    ...(detail === undefined ? {} : { detail: inList(detail) }),
  };
}
