/** What fastify-plugin does: the hooks belong to the scope of whoever registers the plugin. */
export function forTheScopeAround(plugin: object): void {
  Object.assign(plugin, {
    [Symbol.for('skip-override')]: true,
    [Symbol.for('fastify.display-name')]: '@sig/fastify',
    [Symbol.for('plugin-meta')]: { name: '@sig/fastify', fastify: '4.x || 5.x' },
  });
}
