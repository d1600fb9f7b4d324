/** The way to every panel. The panels themselves, their protocols and validators load when one is first opened. */
import { window } from 'vscode';
import { Owner } from '../../host/disposal';
import type { PanelHost } from './host';
import { isPanelName, PANELS, type PanelName } from './ids';

export type Desk = Readonly<Record<PanelName, PanelHost>>;

export class PanelDoors extends Owner {
  private desk: Promise<Desk> | undefined;
  private closed = false;

  constructor(private readonly source: () => Promise<Desk>) {
    super();
    for (const [name, { viewType }] of Object.entries(PANELS)) {
      if (!isPanelName(name)) continue;
      this.own(
        window.registerWebviewPanelSerializer(viewType, {
          deserializeWebviewPanel: async (panel, state: unknown) => {
            (await this.loaded())[name].revive(panel, state);
          },
        }),
      );
    }
  }

  /** Shows the subject's panel and goes to a place in it. */
  async open(name: PanelName, subject: string, to?: string): Promise<void> {
    (await this.loaded())[name].open(subject, to);
  }

  override dispose(): void {
    this.closed = true;
    super.dispose();
  }

  private loaded(): Promise<Desk> {
    this.desk ??= this.source().then((desk) => {
      for (const host of Object.values(desk)) {
        if (this.closed) host.dispose();
        else this.own(host);
      }
      return desk;
    });
    return this.desk;
  }
}
