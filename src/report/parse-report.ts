import * as v from 'valibot';
import { REPORT_SCHEMA_VERSION, type Report } from './report.js';
import { reportSchema } from './schema.js';
import { OLDEST_READABLE, upgradeReport } from './upgrade-report.js';

/** The text is not a report that this version can show. The message is for people: what is wrong, and what to do. */
export class ReportError extends Error {
  override readonly name = 'ReportError';
}

/**
 * Reads a report from JSON text.
 *
 * @param origin the file it comes from, for the message
 * @throws ReportError
 */
export function parseReport(json: string, origin: string): Report {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ReportError(`${origin} is not JSON, so it is no report: ${reason}. If it was cut off, profile again.`);
  }
  return checkReport(value, origin);
}

/**
 * @param origin where the value comes from, for the message
 * @throws ReportError
 */
export function checkReport(value: unknown, origin: string): Report {
  const head = v.safeParse(
    v.looseObject({ tool: v.looseObject({ name: v.literal('threadwise') }), schemaVersion: v.number() }),
    value,
  );
  if (!head.success) {
    throw new ReportError(`${origin} is not a Threadwise report. Open a report.json that "threadwise run" wrote.`);
  }
  const { schemaVersion } = head.output;
  if (schemaVersion < OLDEST_READABLE || schemaVersion > REPORT_SCHEMA_VERSION) {
    const remedy =
      schemaVersion > REPORT_SCHEMA_VERSION ? 'Update Threadwise' : 'Profile again, or analyse its trace again';
    throw new ReportError(
      `${origin} has version ${schemaVersion} of the report format; this Threadwise reads ${REPORT_SCHEMA_VERSION}. ${remedy}.`,
    );
  }
  const { success, output, issues } = v.safeParse(reportSchema, upgradeReport(head.output, schemaVersion));
  if (success) return output;
  const [first] = issues;
  const at = v.getDotPath(first) ?? 'its top level';
  throw new ReportError(`${origin} is a damaged Threadwise report: at ${at}: ${first.message}. Profile again.`);
}
