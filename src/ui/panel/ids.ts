/** Every panel of the extension: its view type, which the manifest's activation events name, and its page's script. */
export const PANELS = {
  /** Subject: always `queue`. Goes to a conflict's key, or to an identity's first conflict. */
  conflicts: { viewType: 'mspSync.conflicts', script: 'conflicts' },
  /** Subject: see `changes/subject.ts`. */
  changes: { viewType: 'mspSync.changes', script: 'changes' },
  /** Subject: always `queue`. Goes to the key of a question in the Review view. */
  matches: { viewType: 'mspSync.matches', script: 'matches' },
  /** Subject: always `health`. */
  dashboard: { viewType: 'mspSync.dashboard', script: 'dashboard' },
} as const;

export type PanelName = keyof typeof PANELS;

export const isPanelName = (name: string): name is PanelName => name in PANELS;
