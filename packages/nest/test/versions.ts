// Versions of Nest, each with the platforms that go with it and this package on top of them.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type * as common from '@nestjs/common';
import type * as core from '@nestjs/core';
import type * as platformExpress from '@nestjs/platform-express';
import type * as platformFastify from '@nestjs/platform-fastify';
import type * as platformWs from '@nestjs/platform-ws';
import type * as websockets from '@nestjs/websockets';
import { installedVersion } from '@sig/conformance';
import type * as sig from '@sig/nest';

const projects = {
  'nest-10-0': './projects/nest-10-0/x.js',
  'nest-11': './projects/nest-11/x.js',
  'nest-12': './x.js',
};

export type NestVersion = keyof typeof projects;
export const platforms = ['express', 'fastify'] as const;
export type Platform = (typeof platforms)[number];

/** One version of Nest. */
export interface Nest {
  readonly version: string;
  readonly common: typeof common;
  readonly core: typeof core;
  readonly sig: typeof sig;
  readonly websockets: typeof websockets;
  readonly platformExpress: typeof platformExpress;
  readonly platformFastify: typeof platformFastify;
  readonly platformWs: typeof platformWs;
  /** `require` of a platform: for what Nest itself uses. */
  requireOf(platform: Platform): NodeJS.Require;
}

/** Loads a version of Nest, and this package with it as its peer. */
export function load(name: NestVersion): Nest {
  const require = createRequire(new URL(projects[name], import.meta.url));
  require('reflect-metadata');
  return {
    version: installedVersion(require.resolve('@nestjs/core')),
    common: require('@nestjs/common'),
    core: require('@nestjs/core'),
    sig: loadWith(require),
    websockets: require('@nestjs/websockets'),
    platformExpress: require('@nestjs/platform-express'),
    platformFastify: require('@nestjs/platform-fastify'),
    platformWs: require('@nestjs/platform-ws'),
    requireOf: (platform) => createRequire(require.resolve(`@nestjs/platform-${platform}`)),
  };
}

/** The CommonJS build, with other peers than the link in the workspace would give it. */
function loadWith(require: NodeJS.Require): typeof sig {
  const text = readFileSync(new URL('../dist/index.cjs', import.meta.url), 'utf8');
  const module = { exports: {} };
  new Function('require', 'module', 'exports', text)(require, module, module.exports);
  return module.exports as typeof sig;
}
