const nag = require('cdk-nag');

/** The four rule packs of cdk-nag, for one app. */
exports.nagPacks = (app) =>
  [nag.AwsSolutionsChecks, nag.NIST80053R5Checks, nag.PCIDSS321Checks, nag.HIPAASecurityChecks].map(
    (Pack) => new Pack(app),
  );
