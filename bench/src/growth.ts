import { verify } from '@sig/core';
import { measure } from './measure.js';
import { authToken, formOf, formType, url } from './requests.js';

/** Microseconds by number of parameters. */
export interface Growth {
  readonly count: number;
  readonly valid: number;
  readonly forged: number;
}

/** How verification grows with the number of parameters, from raw bytes. */
export function measureGrowth(): Growth[] {
  return [1, 3, 10, 30, 100, 300, 1000, 3000, 10_000].map((count) => {
    const { signature, forged, body } = formOf(count);
    const timings = measure({
      valid: () => verify({ authToken, signature, url, contentType: formType, body }),
      forged: () => verify({ authToken, signature: forged, url, contentType: formType, body }),
    });
    return { count, valid: timings.valid.median, forged: timings.forged.median };
  });
}

/** The growth as a plot, both axes logarithmic: a straight line of slope 1 is linear work. */
export function plot(growth: readonly Growth[]): string {
  const [width, height, margin] = [640, 360, 56];
  const x = (count: number) => margin + (Math.log10(count) / 4) * (width - 2 * margin);
  const times = growth.flatMap(({ valid, forged }) => [valid, forged]);
  const [low, high] = [Math.log10(Math.min(...times)), Math.log10(Math.max(...times))];
  const y = (time: number) =>
    height - margin - ((Math.log10(time) - low) / (high - low)) * (height - 2 * margin);
  const line = (key: 'valid' | 'forged') =>
    growth.map((one) => `${x(one.count).toFixed(1)},${y(one[key]).toFixed(1)}`).join(' ');
  const first = growth[0]?.valid ?? 1;
  const label = (px: number, py: number, text: string, anchor = 'middle') =>
    `<text x="${px.toFixed(1)}" y="${py.toFixed(1)}" text-anchor="${anchor}">${text}</text>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12">
<title>Time by number of parameters, valid and forged</title>
<rect width="${width}" height="${height}" fill="white"/>
<path d="M${margin} ${margin}V${height - margin}H${width - margin}" fill="none" stroke="black"/>
${[1, 10, 100, 1000, 10_000].map((count) => label(x(count), height - margin + 18, String(count))).join('\n')}
${growth
  .filter((_, i) => i % 2 === 0)
  .map(({ valid }) => label(margin - 6, y(valid) + 4, `${valid.toFixed(0)} µs`, 'end'))
  .join('\n')}
${label(width / 2, height - 12, 'parameters')}
<polyline points="${line('valid')}" fill="none" stroke="#0a7" stroke-width="2"/>
<polyline points="${line('forged')}" fill="none" stroke="#c33" stroke-width="2"/>
${label(width - margin, y(growth.at(-1)?.forged ?? first) - 10, 'forged', 'end')}
${label(width - margin, y(growth.at(-1)?.valid ?? first) + 20, 'valid', 'end')}
</svg>
`;
}
