/**
 * `node --require register.cjs`: starts CDK's validator in a thread before the app is even bundled, for `runApp` to find
 * (ADR 87). `CDK_VALIDATION=false` leaves it out.
 */
const { isMainThread } = require('node:worker_threads');
const { startValidator } = require('./start.cjs');

// The thread is started with the same options as the app.
if (isMainThread && process.env.CDK_VALIDATION !== 'false')
  globalThis[Symbol.for('@org/app-kit.validator')] = startValidator();
