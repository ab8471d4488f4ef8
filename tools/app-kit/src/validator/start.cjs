/** CDK's validator in a thread of its own, which gets ready while the app still builds its stacks (ADR 87). */
const { join } = require('node:path');
const { MessageChannel, receiveMessageOnPort, Worker } = require('node:worker_threads');

/** Whoever hears nothing for so long validates by itself. */
const PATIENCE_MS = 120_000;

/** Starts the thread. What comes back tells it what to expect, and asks it about templates and waits, as CDK's synthesis does. */
exports.startValidator = function startValidator() {
  const { port1: port, port2: others } = new MessageChannel();
  // The newest request that has its answer.
  const answered = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const worker = new Worker(join(__dirname, 'thread.cjs'), {
    workerData: { port: others, answered, folder: process.cwd(), output: process.env.CDK_OUTDIR },
    transferList: [others],
  });
  // What becomes of the thread is nobody's business but that of who asks, and an app that does not ask may end.
  worker.on('error', () => {});
  worker.unref();

  let asked = 0;
  const expect = (expected) => port.postMessage({ expected });
  const ask = (stackTemplates) => {
    const request = ++asked;
    port.postMessage({ request, stackTemplates });
    for (let last = 0; last < request; last = Atomics.load(answered, 0))
      if (Atomics.wait(answered, 0, last, PATIENCE_MS) === 'timed-out') return undefined;
    // An answer that came too late for an earlier request is none to this one.
    for (let next = receiveMessageOnPort(port); next; next = receiveMessageOnPort(port))
      if (next.message.request === request) return next.message.answer;
    return undefined;
  };
  return { expect, ask };
};
