import { OptionError } from '@sig/core';

/** What fastify-plugin does: the hooks belong to the scope of whoever registers the plugin. */
export function forTheScopeAround(plugin: object): void {
  Object.assign(plugin, {
    [Symbol.for('skip-override')]: true,
    [Symbol.for('fastify.display-name')]: '@sig/fastify',
    [Symbol.for('plugin-meta')]: { name: '@sig/fastify', fastify: '4.x || 5.x' },
  });
}

/** @throws OptionError if the option `global` is present and not a boolean */
export function checkGlobal(options: { readonly global?: unknown }): void {
  if (!('global' in options) || typeof options.global === 'boolean') return;
  throw new OptionError('global', '"global" must be true or false; leave it out for true.');
}
