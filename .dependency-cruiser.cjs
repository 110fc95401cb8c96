/** Who may import whom: docs/architecture.md says why. */

const main = '^src/(main\\.ts|studio|sources|renderer)';
const typesOnly = { dependencyTypesNot: ['type-only'] };

/** A part of the program and all it may import; its own folder, `protocol` and `shared` are always allowed. */
function part(from, allowed, comment) {
  return {
    name: `${from.replace(/^\^|\\|\/$/g, '').replace(/^src\//, '')}-imports`,
    comment,
    severity: 'error',
    from: { path: from },
    to: { path: '^(src|components|test|scripts)/', pathNot: [from, '^src/(protocol|shared)/', ...allowed] },
  };
}

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'no-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true, pathNot: '^/|\\?' } },
    {
      name: 'no-dev-dependencies',
      comment: 'What ships may not import what is installed for development only.',
      severity: 'error',
      from: { path: '^(src|components)/' },
      to: { dependencyTypes: ['npm-dev'], ...typesOnly },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      from: { orphan: true, path: '^(src|components)/', pathNot: ['\\.d\\.ts$', '^src/main\\.ts$'] },
      to: {},
    },
    {
      name: 'protocol-is-a-leaf',
      severity: 'error',
      from: { path: '^src/protocol/' },
      to: { path: '^(src|components|test|scripts)/', pathNot: '^src/protocol/' },
    },
    part('^src/shared/', [], 'Helpers know the protocol at most.'),
    part('^src/network/', []),
    part('^src/engine/', ['^src/network/']),
    part('^src/compositor/', ['^src/engine/']),
    {
      name: 'compositor-takes-types-only',
      comment: 'It presents what an engine painted, whichever that is.',
      severity: 'error',
      from: { path: '^src/compositor/' },
      to: { path: '^src/engine/', ...typesOnly },
    },
    part('^src/optimize/', ['^src/network/', '^src/engine/']),
    part('^src/worker/', ['^src/(network|engine|compositor|optimize)/']),
    part('^src/sources/', []),
    part('^src/media/', ['^src/sources/']),
    part('^src/renderer/', ['^src/worker/']),
    part('^src/studio/', ['^src/(network|sources|renderer|media)/']),
    part('^components/', ['^src/(studio|sources)/']),
    {
      name: 'components-take-types-only',
      comment: 'Components get values by properties; of the studio and the sources they know the types.',
      severity: 'error',
      from: { path: '^components/' },
      to: { path: '^src/(studio|sources)/', ...typesOnly },
    },
    {
      name: 'workers-by-type-only',
      comment: 'The page starts the worker by URL; an import would pull it into the bundle of the page.',
      severity: 'error',
      from: { path: [main, '^components/'] },
      to: { path: '^src/worker/', ...typesOnly },
    },
    {
      name: 'tensorflow-in-the-worker-only',
      severity: 'error',
      from: { path: '^(src|components)/', pathNot: '^src/(engine|optimize/(?!own/)|worker)' },
      to: { path: 'node_modules/@tensorflow/' },
    },
    {
      name: 'mediabunny-in-media-and-sources-only',
      severity: 'error',
      from: { path: '^(src|components)/', pathNot: '^src/(media|sources)/' },
      to: { path: 'node_modules/mediabunny/' },
    },
    {
      name: 'lit-in-components-only',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/main\\.ts$' },
      to: { path: 'node_modules/(lit|lit-html|@lit|@awesome\\.me)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { conditionNames: ['import', 'browser', 'default'], exportsFields: ['exports'] },
  },
};
