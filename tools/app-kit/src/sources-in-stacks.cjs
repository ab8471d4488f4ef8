const { dirname, resolve } = require('node:path');
const { SourceMapConsumer } = require('source-map');

/**
 * Has stacks name the lines of the sources that a file was bundled from. CDK takes a stack of fifty frames for each
 * resource: `--enable-source-maps` looks each of them up anew, which costs a synth of three environments a tenth (ADR 65).
 */
exports.nameSourcesInStacks = async function nameSourcesInStacks(file, sourceMap) {
  const map = await new SourceMapConsumer(sourceMap);
  const known = new Map();

  function sourceOf(place, line, column) {
    let found = known.get(place);
    if (found === undefined) {
      const original = map.originalPositionFor({ line, column: column - 1 });
      found =
        original.source === null
          ? place
          : `${resolve(dirname(file), original.source)}:${original.line}:${original.column + 1}`;
      known.set(place, found);
    }
    return found;
  }

  function rendered(frame) {
    const text = frame.toString();
    if (frame.getFileName() !== file) return text;
    const [line, column] = [frame.getLineNumber(), frame.getColumnNumber()];
    const place = `${file}:${line}:${column}`;
    const source = sourceOf(place, line, column);
    // CDK reads a name from every frame.
    return text === place ? `<anonymous> (${source})` : text.replace(place, () => source);
  }

  Error.prepareStackTrace = (error, frames) =>
    [Error.prototype.toString.call(error), ...frames.map((frame) => `    at ${rendered(frame)}`)].join('\n');
};
