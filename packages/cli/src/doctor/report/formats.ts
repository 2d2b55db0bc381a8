import { UsageError } from '../../errors.js';
import type { Finding, Report } from '../finding.js';

/** What a report can be printed as. */
export const formats = ['text', 'json', 'markdown', 'junit'] as const;
export type Format = (typeof formats)[number];

/** @throws UsageError if there is no such format */
export function formatOf(text: string): Format {
  const format = formats.find((one) => one === text);
  if (format !== undefined) return format;
  throw new UsageError(`--format is one of ${formats.join(', ')}; got ${JSON.stringify(text)}.`);
}

/** A report as a table, for a comment or a summary. */
export function markdown({ url, grade, verdict, findings }: Report): string {
  const rows = findings.map(
    ({ level, title, got, fix }) => `| ${[level, title, got, fix ?? ''].map(cell).join(' | ')} |`,
  );
  return [
    `## sig doctor: grade ${grade}`,
    '',
    `\`${url.replaceAll('`', '%60')}\``,
    '',
    plain(verdict),
    '',
    '| | check | answer | fix |',
    '|---|---|---|---|',
    ...rows,
  ].join('\n');
}

/** A report as JUnit XML, which CI systems show: a test case for each check. */
export function junit({ url, grade, verdict, findings }: Report): string {
  const count = (...levels: Finding['level'][]) =>
    findings.filter(({ level }) => levels.includes(level)).length;
  const totals = `tests="${findings.length}" failures="${count('fail', 'warn')}" errors="${count('error')}" skipped="${count('skip')}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="sig doctor" ${totals}>`,
    `  <testsuite name="${xml(url)}" ${totals}>`,
    `    <properties><property name="grade" value="${grade}"/><property name="verdict" value="${xml(verdict)}"/></properties>`,
    ...findings.map(testCase),
    '  </testsuite>',
    '</testsuites>',
  ].join('\n');
}

function testCase({ check, title, level, sent, got, fix = '', milliseconds = 0 }: Finding): string {
  const open = `    <testcase classname="sig.doctor.${xml(check)}" name="${xml(title)}" time="${(milliseconds / 1000).toFixed(3)}"`;
  const message = `message="${xml(got)}"`;
  const text = xml(`sent: ${sent}. ${fix}`);
  switch (level) {
    case 'fail':
    case 'warn':
      return `${open}><failure type="${level}" ${message}>${text}</failure></testcase>`;
    case 'error':
      return `${open}><error type="error" ${message}>${text}</error></testcase>`;
    case 'skip':
      return `${open}><skipped ${message}/></testcase>`;
    case 'advice':
      return `${open}><system-out>${xml(got)}. ${xml(fix)}</system-out></testcase>`;
    case 'pass':
      return `${open}/>`;
  }
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

/** What a server answered is in these texts: none of it may become markup. */
function xml(text: string): string {
  return text.replace(/[&<>"]/g, (char) => entities[char] ?? '');
}

function plain(text: string): string {
  return text.replace(/[\\`*_[\]|!#~]/g, '\\$&').replace(/[&<>]/g, (char) => entities[char] ?? '');
}

const cell = (text: string): string => plain(text).replace(/\s+/g, ' ');
