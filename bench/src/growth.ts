import { sign, verify } from '@sig/core';
import { measure } from './measure.js';
import { type Curve, type Panel, plot } from './plot.js';
import { authToken, forge, formOf, formType, jsonOf, url } from './requests.js';

/** Microseconds by size. */
interface Point {
  readonly size: number;
  readonly valid: number;
  readonly forged: number;
}

/** How verification grows, with the number of parameters and with the length of the body. */
export interface Growth {
  readonly params: readonly Point[];
  readonly form: readonly Point[];
  readonly json: readonly Point[];
}

export function measureGrowth(): Growth {
  const lengths = [1, 4, 16, 64, 256, 1024].map((kilobytes) => kilobytes * 1024);
  return {
    params: [1, 3, 10, 30, 100, 300, 1000, 3000, 10_000].map((count) => {
      const { signature, forged, body } = formOf(count);
      return pointOf(count, { url, contentType: formType, body }, signature, forged);
    }),
    form: lengths.map((length) => {
      const params = { Body: 'x'.repeat(length - 'Body='.length) };
      const { signature } = sign({ authToken, url, params });
      const body = Buffer.from(new URLSearchParams(params).toString());
      return pointOf(length, { url, contentType: formType, body }, signature);
    }),
    json: lengths.map((length) => {
      const { body, signature, url } = jsonOf(length);
      return pointOf(length, { url, contentType: 'application/json', body }, signature);
    }),
  };
}

function pointOf(
  size: number,
  request: { url: string; contentType: string; body: Uint8Array },
  signature: string,
  forged = forge(signature),
): Point {
  const timings = measure({
    valid: () => verify({ ...request, authToken, signature }),
    forged: () => verify({ ...request, authToken, signature: forged }),
  });
  return { size, valid: timings.valid.median, forged: timings.forged.median };
}

/** The growth as two plots beside each other, in SVG. */
export function plotGrowth({ params, form, json }: Growth): string {
  const curves = (points: readonly Point[], name: string, color: string): Curve[] => [
    { name, color, points: points.map(({ size, valid }) => [size, valid]) },
    {
      name: `${name}, forged`,
      color,
      dashed: true,
      points: points.map(({ size, forged }) => [size, forged]),
    },
  ];
  const panels: Panel[] = [
    { label: 'parameters', curves: curves(params, 'form', '#0a7') },
    {
      label: 'bytes of body',
      curves: [...curves(form, 'form of one value', '#0a7'), ...curves(json, 'JSON', '#36c')],
    },
  ];
  return plot('Time of a verification, by parameters and by length', panels);
}

/** The growth as a section of the report. */
export function describeGrowth({ params, form, json }: Growth): string {
  const us = (time: number) => `${time.toFixed(1)} µs`;
  const each = (time: number, size: number) => `${((time * 1000) / size).toFixed(1)} ns`;
  return `## How it grows

From raw bytes. Both axes of the plots are logarithmic, so that linear work is a straight line of slope 1;
dashed is forged. Nothing is remembered from one request to the next: every list of names is sorted.

![growth](growth.svg)

| params | valid | a parameter | forged |
|---|---|---|---|
${params.map(({ size, valid, forged }) => `| ${size} | ${us(valid)} | ${each(valid, size)} | ${us(forged)} |`).join('\n')}

| body | form of one value, valid | forged | JSON, valid | forged |
|---|---|---|---|---|
${form.map(({ size, valid, forged }, i) => `| ${size / 1024} KB | ${us(valid)} | ${us(forged)} | ${us(json[i]?.valid ?? 0)} | ${us(json[i]?.forged ?? 0)} |`).join('\n')}
`;
}
