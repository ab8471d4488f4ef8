const { createHash } = require('node:crypto');
const { transformSync, version } = require('esbuild');

const OPTIONS = { loader: 'ts', format: 'cjs', target: `node${process.versions.node}`, sourcemap: 'inline' };

/** Tests run without their types, which the typecheck target checks once. The compiler would be loaded in every worker. */
module.exports = {
  process: (source, sourcefile) => ({ code: transformSync(source, { ...OPTIONS, sourcefile }).code }),
  getCacheKey: (source, sourcefile, { configString, instrument }) =>
    createHash('sha256')
      .update(JSON.stringify([version, OPTIONS, configString, instrument, sourcefile, source]))
      .digest('hex'),
};
