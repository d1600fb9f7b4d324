/** Every command of the extension. The manifest declares exactly these; a test holds the two together. */
export const COMMANDS = {
  configure: 'mspSync.configure',
  check: 'mspSync.check',
  sync: 'mspSync.sync',
  refresh: 'mspSync.refresh',
  showReport: 'mspSync.showReport',
  showActions: 'mspSync.showActions',
  findRecord: 'mspSync.findRecord',
  openInPortal: 'mspSync.openInPortal',
  copyId: 'mspSync.copyId',
  filter: 'mspSync.filter',
  clearFilter: 'mspSync.clearFilter',
  startDemo: 'mspSync.startDemo',
  stopDemo: 'mspSync.stopDemo',
  forgetSecrets: 'mspSync.forgetSecrets',
  chooseFolder: 'mspSync.chooseFolder',
  showLog: 'mspSync.showLog',
  reviewAccept: 'mspSync.reviewAccept',
  reviewNever: 'mspSync.reviewNever',
  reviewIgnore: 'mspSync.reviewIgnore',
  reviewCreate: 'mspSync.reviewCreate',
  reviewUndo: 'mspSync.reviewUndo',
  reviewFilter: 'mspSync.reviewFilter',
  reviewClearFilter: 'mspSync.reviewClearFilter',
  unlink: 'mspSync.unlink',
} as const;

export type CommandName = keyof typeof COMMANDS;
