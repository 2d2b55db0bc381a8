/** A line of a plot. */
export interface Curve {
  readonly name: string;
  readonly color: string;
  readonly dashed?: boolean;
  readonly points: readonly (readonly [x: number, y: number])[];
}

/** A plot: sizes to the right, microseconds upwards, both logarithmic. */
export interface Panel {
  readonly label: string;
  readonly curves: readonly Curve[];
}

const width = 420;
const height = 340;
const margin = 56;

/** Plots beside each other, in SVG. */
export function plot(title: string, panels: readonly Panel[]): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width * panels.length} ${height}" font-family="sans-serif" font-size="12">
<title>${title}</title>
<rect width="${width * panels.length}" height="${height}" fill="white"/>
${panels.map((panel, i) => `<g transform="translate(${i * width} 0)">\n${draw(panel)}\n</g>`).join('\n')}
</svg>
`;
}

function draw({ label, curves }: Panel): string {
  const points = curves.flatMap((curve) => curve.points);
  const x = scale(
    points.map(([size]) => size),
    margin,
    width - margin / 2,
  );
  const y = scale(
    points.map(([, time]) => time),
    height - margin,
    margin / 2,
  );
  const right = width - margin / 2;
  const bottom = height - margin;
  const solid = curves.filter(({ dashed }) => !dashed);
  return [
    ...x.ticks.map(
      (tick) =>
        `<path d="M${x.at(tick)} ${margin / 2}V${bottom}" stroke="#ddd"/>${text(x.at(tick), bottom + 18, short(tick))}`,
    ),
    ...y.ticks.map(
      (tick) =>
        `<path d="M${margin} ${y.at(tick)}H${right}" stroke="#ddd"/>${text(margin - 6, y.at(tick) + 4, `${short(tick)} µs`, 'end')}`,
    ),
    text((margin + right) / 2, height - 14, label),
    ...curves.map(
      ({ color, dashed, points }) =>
        `<polyline points="${points.map(([size, time]) => `${x.at(size)},${y.at(time)}`).join(' ')}" fill="none" stroke="${color}" stroke-width="2"${dashed ? ' stroke-dasharray="5 4"' : ''}/>`,
    ),
    ...solid.map(({ name, color }, i) =>
      text(margin + 10, margin / 2 + 16 + 16 * i, name, 'start', color),
    ),
  ].join('\n');
}

/** A logarithmic axis from the power of ten below the values to their highest. */
function scale(values: readonly number[], from: number, to: number) {
  const low = Math.floor(Math.log10(Math.min(...values)));
  const high = Math.log10(Math.max(...values));
  return {
    ticks: Array.from({ length: Math.floor(high - low) + 1 }, (_, i) => 10 ** (low + i)),
    at: (value: number) =>
      Number((from + ((Math.log10(value) - low) / (high - low)) * (to - from)).toFixed(1)),
  };
}

function short(value: number): string {
  if (value >= 1e6) return `${value / 1e6}M`;
  return value >= 1000 ? `${value / 1000}k` : String(value);
}

function text(x: number, y: number, content: string, anchor = 'middle', color = 'black'): string {
  return `<text x="${x}" y="${y}" text-anchor="${anchor}" fill="${color}">${content}</text>`;
}
