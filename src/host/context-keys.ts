/** Every context key that the manifest's `when` clauses may name. Each is set through `setContext` alone. */
export const CONTEXT_KEYS = {
  /** What the views can show: `notConfigured`, `neverScanned`, `failed` or `known`; unset until it is known. */
  state: 'mspSync.state',
  /** A sync is under way in this window. */
  running: 'mspSync.running',
  /** The Systems view shows only some statuses. */
  filtered: 'mspSync.filtered',
  /** The Review view shows only some kinds. */
  reviewFiltered: 'mspSync.reviewFiltered',
  /** What the Plan view shows: `none`, `plan`, or `undo` while an undo is looked at. */
  planShown: 'mspSync.planShown',
  /** An undo was to be looked at, and the systems could not be read for it. */
  undoUnread: 'mspSync.undoUnread',
  /** Something was run in this folder. */
  hasHistory: 'mspSync.hasHistory',
  /** Automatic sync: `following` or `paused`; unset where it is off. */
  automatic: 'mspSync.automatic',
  /** This window runs demo tenants. */
  demoRunning: 'mspSync.demoRunning',
  /** The walkthrough: BMS and VSA are configured. */
  firstPair: 'mspSync.firstPair',
  /** The walkthrough: all three systems are configured. */
  allConnected: 'mspSync.allConnected',
  /** The walkthrough: what is configured was checked, and nothing stands in the way. */
  connectionsWork: 'mspSync.connectionsWork',
  /** The walkthrough: the systems were read once. */
  synced: 'mspSync.synced',
  /** The walkthrough: something that waited for a person was decided, or nothing waits. */
  decided: 'mspSync.decided',
} as const;

export type ContextKey = keyof typeof CONTEXT_KEYS;
