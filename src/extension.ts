/** Activation is a list. The engine, its HTTP client and its validators load when they are first needed, not here. */
import { type ExtensionContext, window } from 'vscode';
import { systemClock } from './clock';
import { Follower } from './engine/follow/follower';
import { setContext } from './host/context';
import { DemoTenants } from './host/demo';
import { Folders } from './host/folders';
import { logOn } from './host/log';
import { Messages } from './host/messages';
import { Secrets } from './host/secrets';
import { Sessions } from './host/sessions';
import { EditorSettings } from './host/settings';
import { Trials } from './host/trial';
import { AddressWatch } from './ui/commands/address-watch';
import { COMMANDS } from './ui/commands/ids';
import { Commands } from './ui/commands/register';
import { SetupDrafts } from './ui/commands/setup-draft';
import { AutomaticSync } from './ui/follow/automatic';
import { HistoryView } from './ui/history/register';
import { PanelDoors } from './ui/panel/doors';
import { PlanView } from './ui/plan/register';
import { ReportDocument } from './ui/report/document';
import { ReviewView } from './ui/review/register';
import { SetupProgress } from './ui/state/progress';
import { secretTroubles } from './ui/state/secret-troubles';
import { SyncState } from './ui/state/state';
import { StatusBar } from './ui/status/bar';
import { ConnectionsView } from './ui/trees/connections/register';
import { StatusFilter } from './ui/trees/records/filter';
import { SystemsView } from './ui/trees/records/register';

type Own = <T extends { dispose(): unknown }>(thing: T) => T;

export function activate(context: ExtensionContext): void {
  const own: Own = (thing) => {
    context.subscriptions.push(thing);
    return thing;
  };
  surfaces(context, own, foundation(context, own));
}

/** What works without being seen. */
function foundation(context: ExtensionContext, own: Own) {
  const channel = own(window.createOutputChannel('MSP Sync', { log: true }));
  const log = logOn(channel);
  const messages = new Messages(log, COMMANDS);
  const settings = own(new EditorSettings());
  const secrets = own(
    new Secrets({
      storage: context.secrets,
      index: context.globalState,
      environment: process.env,
      onDidChangeWindowState: (listener) => window.onDidChangeWindowState(listener),
    }),
  );
  const folders = own(
    new Folders(context.workspaceState, (folder) => settings.configured(folder).length > 0),
  );
  const sessions = own(
    new Sessions({
      source: async (request) => (await import('./compose')).openSession(request),
      settings,
      secrets,
      log,
      notice: (text) => messages.notice(text),
    }),
  );
  const state = own(
    new SyncState({
      ...{ folders, sessions, messages },
      configured: (folder) => settings.configured(folder),
      secretTroubles: (folder) => secretTroubles({ settings, secrets }, folder),
    }),
  );
  settings.onDidChange((affects) => {
    if (state.folder && affects(state.folder.uri)) state.reset();
  });
  own(secrets.onDidChange(() => void state.secretsChanged()));
  const demo = own(new DemoTenants(context.asAbsolutePath('dist/msp-sync.js'), log));
  own(demo.onDidChange(() => setContext('demoRunning', demo.running)));
  own(
    state.onDidChange(({ running }) => setContext('running', running !== null && running.doing !== 'check')),
  );
  return { channel, log, messages, settings, secrets, folders, sessions, state, demo };
}

/** What a person sees and calls. */
function surfaces(context: ExtensionContext, own: Own, ground: ReturnType<typeof foundation>): void {
  const { state, settings, sessions, messages, log } = ground;
  const filter = own(new StatusFilter(context.workspaceState));
  const systems = own(new SystemsView(state, filter));
  const review = own(new ReviewView(state, messages));
  own(new ConnectionsView(state, COMMANDS));
  own(new StatusBar(state, COMMANDS.showActions));
  const progress = own(new SetupProgress(state));
  own(new AddressWatch(ground));
  const automatic = own(
    new AutomaticSync({
      ...{ state, settings, sessions, log, memory: context.workspaceState, clock: systemClock },
      follower: (ports, timetable, start) => new Follower(ports, timetable, start),
    }),
  );
  const report = own(new ReportDocument(state));
  const plans = own(new PlanView(state, messages, COMMANDS, context.workspaceState));
  const history = own(new HistoryView(state, messages, COMMANDS.showStep));
  const panels = own(
    new PanelDoors(async () => {
      const { openDesk } = await import('./ui/panel/desk');
      return openDesk({
        home: context.extensionUri,
        messages,
        log,
        state,
        systems,
        filter,
        review,
        plans,
        history,
        commands: COMMANDS,
      });
    }),
  );
  const drafts = new SetupDrafts(context.workspaceState);
  const trials = new Trials(log, (text) => messages.notice(text));
  const setup = { progress, drafts, trials };
  const views = { systems, review, plans, history };
  own(new Commands({ ...ground, ...setup, ...views, filter, automatic, report, panels }));
}
