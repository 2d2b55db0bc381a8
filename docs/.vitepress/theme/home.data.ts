// What the home page shows comes from what tests have run: the programs of the READMEs, recorded report cards, and
// the figures of the benchmark.
import { sign } from '@sig/core';
import { createMarkdownRenderer, type SiteConfig } from 'vitepress';
import { read } from '../markdown/repository.js';
import { rowsOf } from '../markdown/tables.js';

export interface Framework {
  readonly name: string;
  readonly title: string;
  readonly install: string;
  /** The program, as HTML with its colours. */
  readonly code: string;
}

export interface Check {
  readonly mark: string;
  readonly title: string;
  readonly result: string;
  readonly advice: string;
}

export interface Card {
  readonly name: string;
  readonly checks: readonly Check[];
  /** How many more there are that are not shown. */
  readonly others: number;
  readonly grade: string;
  readonly verdict: string;
}

export interface Specimen {
  readonly url: string;
  readonly params: readonly [name: string, value: string][];
  readonly signature: string;
}

export interface Size {
  readonly name: string;
  readonly text: string;
  readonly megabytes: number;
}

export interface HomeData {
  readonly frameworks: readonly Framework[];
  readonly cards: readonly Card[];
  readonly specimen: Specimen;
  readonly sizes: readonly Size[];
}

declare const data: HomeData;

export { data };

/** VitePress keeps its configuration there while it loads data. */
declare global {
  var VITEPRESS_CONFIG: SiteConfig;
}

export default {
  // Nothing to watch: files outside this folder would be looked for in every folder of the repository.
  async load(): Promise<HomeData> {
    return {
      frameworks: await frameworks(),
      cards: [
        cardOf('sig', 'README.md', 'report card'),
        cardOf('twilio middleware', 'packages/cli/README.md', 'official middleware'),
      ],
      specimen: specimen(),
      sizes: sizes(),
    };
  },
};

const titles = {
  express: 'Express',
  koa: 'Koa',
  fastify: 'Fastify',
  hono: 'Hono',
  nest: 'NestJS',
  next: 'Next.js',
  lambda: 'Lambda',
};

async function frameworks(): Promise<Framework[]> {
  const { srcDir, markdown, site, logger } = globalThis.VITEPRESS_CONFIG;
  const md = await createMarkdownRenderer(srcDir, markdown, site.base, logger);
  return Object.entries(titles).map(([name, title]) => {
    const document = read(`packages/${name}/README.md`);
    const [, install = ''] = /^(npm install .*)$/m.exec(document) ?? [];
    const [code = ''] =
      /^```[jt]s\n[\s\S]*?^```$/m.exec(document.split('\n## Code\n')[1] ?? '') ?? [];
    return { name, title, install, code: md.render(code) };
  });
}

/** What is shown of a card; the rest is counted, and has to be of the same kind. */
const shown = [
  'https',
  'a genuine request',
  'without a signature',
  'signed with another key',
  'a parameter changed',
  'a parameter added',
  'a parameter removed',
  'the query changed',
  "JSON under a form's signature",
  "a body under a GET's signature",
  'two signature headers',
  'the signature in other case',
  'a body of 3 MB',
  'slow bodies',
];

function cardOf(name: string, file: string, sample: string): Card {
  const [, text = ''] = read(file).split(`<!-- sample: ${sample} -->\n\`\`\`text\n`);
  const [report = '', end = ''] = text.split('\n```')[0]?.split('\n  Grade ') ?? [];
  const checks: Check[] = [];
  for (const line of report.split('\n')) {
    const [, mark = '', title = '', result = ''] = /^ {2}(\S) (.+?) {2,}(\S.*)$/.exec(line) ?? [];
    const last = checks.at(-1);
    if (mark !== '') checks.push({ mark, title, result, advice: '' });
    else if (last !== undefined && /^ {6}\S/.test(line)) {
      checks[checks.length - 1] = { ...last, advice: `${last.advice} ${line.trim()}`.trim() };
    }
  }
  const chosen = checks.filter(({ mark, title }) => mark === '✗' || shown.includes(title));
  const [grade = '', ...verdict] = end.split('\n');
  return {
    name,
    checks: chosen.map((check) => ({ ...check, advice: check.advice.split('. ')[1] ?? '' })),
    others: checks.length - chosen.length,
    grade,
    verdict: verdict
      .map((line) => line.trim())
      .join(' ')
      .trim(),
  };
}

function specimen(): Specimen {
  const url = 'https://example.com/voice';
  const params = { CallSid: 'CA1234567890ABCDE', Digits: '1234', From: '+14155550123' };
  const { signature } = sign({ authToken: '12345', url, params });
  return { url, params: Object.entries(params), signature };
}

function sizes(): Size[] {
  const row = rowsOf('README.md', 'Compared with the `twilio` package').find(([work = '']) =>
    work.startsWith('installed'),
  );
  return ['sig', 'twilio'].map((name, i) => {
    const text = row?.[i + 1] ?? '';
    return { name, text, megabytes: Number(/([\d.]+) MB/.exec(text)?.[1]) };
  });
}
