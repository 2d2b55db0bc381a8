import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** A page of a browser, as Playwright has it. */
interface Evaluating {
  evaluate<Result>(script: string | (() => Result | Promise<Result>)): Promise<Result>;
}

const script = readFileSync(createRequire(import.meta.url).resolve('axe-core'), 'utf8');

/** What axe finds on a page: WCAG 2.2 AA and best practices. */
export async function accessibilityViolations(page: Evaluating): Promise<string[]> {
  await page.evaluate(script);
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: {
        run: (
          options: object,
        ) => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
      };
    };
    const values = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    const { violations } = await axe.run({ runOnly: { type: 'tag', values } });
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`),
    );
  });
}
