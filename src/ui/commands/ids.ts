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
} as const;

export type CommandName = keyof typeof COMMANDS;
