/** Panels of one kind as the editor holds them: one for each subject, brought back after a restart, fed whole each time. */
import { randomBytes } from 'node:crypto';
import { type Disposable, type Event, env, l10n, Uri, ViewColumn, type WebviewPanel, window } from 'vscode';
import type * as z from 'zod';
import type { Log } from '../../engine/ports';
import { Owner } from '../../host/disposal';
import type { Messages } from '../../host/messages';
import { inOneLine } from '../../text/shown';
import { PANELS, type PanelName } from './ids';
import { pageHtml } from './page';
import { fromPage, keptShape, type ToPage } from './protocol';

/** What a kind of panel is: everything that the host does not know. */
export interface PanelSpec<Shown, Said> extends Disposable {
  readonly name: PanelName;
  /** Checks what its page says; anything else is logged and dropped. */
  readonly said: z.ZodType<Said>;
  title(subject: string): string;
  /** Addresses below the extension's folder, for light and dark themes alike. */
  readonly icon: string;
  /** One panel shows any subject, the last one asked for; else each has its own. */
  readonly single?: boolean;
  /** The place in the page that a person's words lead to; without it the words themselves are the place. */
  wanted?(to: string, subject: string): string | undefined;
  /** All that the page shows now. */
  shown(subject: string): Shown;
  /** A person did something in the page. What it rejects with becomes a message. */
  heard(said: Said, subject: string): Promise<void>;
  /** Fires when `shown` may give something else. */
  readonly changed: Event<unknown>;
}

export interface PanelPorts {
  /** The extension's own folder. */
  readonly home: Uri;
  readonly messages: Messages;
  readonly log: Log;
}

/** What a host of any kind can do; what its panels show is its own. */
export interface PanelHost {
  open(subject: string, to?: string): void;
  revive(panel: WebviewPanel, state: unknown): void;
  dispose(): void;
}

export class Panels<Shown, Said> extends Owner implements PanelHost {
  private readonly panels = new Set<OpenPanel<Shown, Said>>();

  constructor(
    private readonly spec: PanelSpec<Shown, Said>,
    private readonly ports: PanelPorts,
  ) {
    super();
    this.own(spec);
    this.own(spec.changed(() => this.refresh()));
  }

  /** Shows the subject's panel, a new one where there is none, and goes to a place in it. */
  open(subject: string, to?: string): void {
    const known = this.find(subject);
    if (known) {
      known.turnTo(subject);
      known.reveal(to);
      return;
    }
    const { viewType } = PANELS[this.spec.name];
    const panel = window.createWebviewPanel(
      viewType,
      inOneLine(this.spec.title(subject)),
      ViewColumn.Active,
      {
        enableFindWidget: true,
      },
    );
    this.adopt(panel, subject).reveal(to);
  }

  /** Takes over a panel that the editor brought back. One that nobody knows what it was about is closed. */
  revive(panel: WebviewPanel, state: unknown): void {
    const subject = keptShape.safeParse(state).data?.subject;
    if (subject === undefined || this.find(subject)) panel.dispose();
    else this.adopt(panel, subject);
  }

  private find(subject: string): OpenPanel<Shown, Said> | undefined {
    return [...this.panels].find((panel) => this.spec.single || panel.subject === subject);
  }

  private adopt(panel: WebviewPanel, subject: string): OpenPanel<Shown, Said> {
    const opened = new OpenPanel(panel, subject, this.spec, this.ports);
    this.panels.add(opened);
    // Panels are left open when the window closes: the editor brings them back with what their pages kept.
    panel.onDidDispose(() => this.panels.delete(opened));
    return opened;
  }

  private refresh(): void {
    for (const panel of this.panels) panel.show();
  }
}

class OpenPanel<Shown, Said> {
  /** Where to go once the page is up. */
  private wanted: string | undefined;
  private ready = false;
  private last = '';

  constructor(
    private readonly panel: WebviewPanel,
    private about: string,
    private readonly spec: PanelSpec<Shown, Said>,
    private readonly ports: PanelPorts,
  ) {
    const { webview } = panel;
    const roots = [Uri.joinPath(ports.home, 'dist', 'webview'), Uri.joinPath(ports.home, 'media')];
    webview.options = { enableScripts: true, localResourceRoots: roots };
    const icon = Uri.joinPath(ports.home, spec.icon);
    panel.iconPath = { light: icon, dark: icon };
    webview.onDidReceiveMessage((message: unknown) => this.hear(message));
    // A hidden page is gone and starts anew when it is shown, which it says. One that stayed gets what it missed.
    panel.onDidChangeViewState(() => {
      if (panel.visible) this.show();
      else this.last = '';
    });
    this.load();
  }

  get subject(): string {
    return this.about;
  }

  /** Makes it the panel of another subject, with a page that starts anew. */
  turnTo(subject: string): void {
    if (subject === this.about) return;
    this.about = subject;
    this.ready = false;
    this.load();
  }

  private load(): void {
    const { panel, spec, ports, subject } = this;
    const { webview } = panel;
    const file = (...path: string[]) => webview.asWebviewUri(Uri.joinPath(ports.home, ...path)).toString();
    webview.html = pageHtml({
      cspSource: webview.cspSource,
      nonce: randomBytes(18).toString('base64url'),
      script: file('dist', 'webview', `${PANELS[spec.name].script}.js`),
      styles: [file('media', 'webview.css')],
      title: inOneLine(spec.title(subject)),
      language: env.language,
      subject,
      loading: l10n.t('Loading…'),
    });
  }

  reveal(to: string | undefined): void {
    if (to !== undefined) this.wanted = this.spec.wanted ? this.spec.wanted(to, this.subject) : to;
    this.panel.reveal();
    this.show();
    this.go();
  }

  /** Sends all there is, unless the page shows just that. */
  show(): void {
    if (!this.ready || !this.panel.visible) return;
    const title = inOneLine(this.spec.title(this.subject));
    if (this.panel.title !== title) this.panel.title = title;
    const shown = this.spec.shown(this.subject);
    const text = JSON.stringify(shown);
    if (text === this.last) return;
    this.last = text;
    this.send({ type: 'show', shown });
  }

  close(): void {
    this.panel.dispose();
  }

  private go(): void {
    if (!this.ready || this.wanted === undefined) return;
    this.send({ type: 'go', to: this.wanted });
    this.wanted = undefined;
  }

  private hear(message: unknown): void {
    const heard = fromPage.safeParse(message);
    if (!heard.success) {
      this.odd(heard.error.message);
      return;
    }
    if (heard.data.type === 'ready') {
      this.ready = true;
      this.last = '';
      this.show();
      this.go();
      return;
    }
    const said = this.spec.said.safeParse(heard.data.message);
    if (!said.success) {
      this.odd(said.error.message);
      return;
    }
    this.spec.heard(said.data, this.subject).catch((error: unknown) => this.ports.messages.failure(error));
  }

  private odd(why: string): void {
    this.ports.log.warn(`The page of ${this.spec.name} said something unknown.`, { why });
  }

  private send(message: ToPage): void {
    // False where the page is gone meanwhile: it asks again when it is back.
    void this.panel.webview.postMessage(message);
  }
}
