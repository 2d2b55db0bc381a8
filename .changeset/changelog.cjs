// How changelogs are written: what users get, in the words of the changesets. Commits say nothing to them.

/** @type {import('@changesets/types').ChangelogFunctions} */
module.exports = {
  getReleaseLine: async ({ summary }) => {
    const [first, ...rest] = summary.split('\n').map((line) => line.trimEnd());
    return [`- ${first}`, ...rest.map((line) => (line === '' ? '' : `  ${line}`))].join('\n');
  },
  // A package that is released because a dependency left its range, or that was released with one anyway.
  getDependencyReleaseLine: async (_changesets, dependencies) => {
    const known = dependencies.filter(({ oldVersion }) => oldVersion !== '0.0.0');
    const names = known.map(({ name, newVersion }) => `\`${name}\` ${newVersion}`);
    return names.length === 0 ? '' : `- Made with ${new Intl.ListFormat('en').format(names)}.`;
  },
};
