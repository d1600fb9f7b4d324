/** A row of a tree before it becomes one of the editor's. Pure; `item.ts` makes the item. */
export interface RowIcon {
  /** Name of a codicon. */
  readonly name: string;
  /** Id of a theme colour. */
  readonly color?: string;
}

/** Text in labelled lines: everything in it is shown as it is, never as markup. */
export interface Tip {
  readonly title: string;
  readonly lines: readonly (readonly [label: string, text: string])[];
  /** Lists under a heading each. */
  readonly lists?: readonly { readonly title: string; readonly items: readonly string[] }[];
}

export interface Row {
  /** From keys, never from label, status or time: the editor keeps expansion and selection by it. */
  readonly id: string;
  readonly label: string;
  readonly description?: string;
  readonly icon?: RowIcon;
  readonly children: 'none' | 'collapsed' | 'expanded';
  /** Words without spaces, joined by dots, that menus look for. */
  readonly context: string;
  /** What a screen reader says instead of the label. */
  readonly spoken: string;
  readonly checkbox?: { readonly checked: boolean; readonly tooltip: string; readonly spoken: string };
  readonly command?: { readonly id: string; readonly title: string; readonly arguments?: readonly unknown[] };
}
