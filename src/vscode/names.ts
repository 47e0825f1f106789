/** What the manifest and the code both name. */

export const Command = {
  profileWorkload: 'threadwise.profileWorkload',
  profileFile: 'threadwise.profileFile',
  profileConfiguration: 'threadwise.profileConfiguration',
  stopRun: 'threadwise.stopRun',
  openLastReport: 'threadwise.openLastReport',
  showRuns: 'threadwise.showRuns',
  pickRun: 'threadwise.pickRun',
  openSample: 'threadwise.openSample',
  clearResults: 'threadwise.clearResults',
  showLog: 'threadwise.showLog',
  verifyChange: 'threadwise.verifyChange',
  whatIf: 'threadwise.whatIf',
  lookAtMemory: 'threadwise.lookAtMemory',
  openReport: 'threadwise.openReport',
  showFindings: 'threadwise.showFindings',
  deleteRun: 'threadwise.deleteRun',
} as const;

/** Only reached from lenses, hovers, links and tree items, so not in the manifest. */
export const InnerCommand = {
  /** (uri, kind, exportsValues): the lens "Profile threads". */
  profileThreads: 'threadwise.inner.profileThreads',
  /** (run id, finding key): its place in the report. */
  openFinding: 'threadwise.inner.openFinding',
  /** (finding id): its page of the documentation. */
  openFindingPage: 'threadwise.inner.openFindingPage',
  /** (run id, recommendation key) */
  verify: 'threadwise.inner.verify',
  /** (run id, recommendation key) */
  apply: 'threadwise.inner.apply',
  /** (Place) */
  openPlace: 'threadwise.inner.openPlace',
} as const;

export const ViewId = { runs: 'threadwise.runs', report: 'threadwise.report', trace: 'threadwise.trace' } as const;

export const ContextKey = { running: 'threadwise.running', hasRuns: 'threadwise.hasRuns' } as const;
