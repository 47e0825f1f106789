/** Id of the element of report.html that holds the report as JSON. */
export const REPORT_ELEMENT_ID = 'threadwise-report';
