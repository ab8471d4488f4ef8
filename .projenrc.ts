import { CdkApp } from './projenrc/cdk-app';
import { ConstructPackage } from './projenrc/construct-package';
import { Monorepo } from './projenrc/monorepo';
import { members } from './projenrc/package-versions';
import { PrivateLibrary } from './projenrc/private-library';
import { APP_KIT, TEST_HELPERS } from './projenrc/scope';
import { pinned } from './projenrc/versions';

const monorepo = new Monorepo({
  name: 'payment-platform',
  description: 'Construct libraries and apps for PCI DSS payment platforms on AWS',
  owner: 'Payment Platform Authors',
  repositoryUrl: 'https://github.com/org/payment-platform.git',
  workspaces: ['packages/*', 'apps/*', 'testing', 'tools/app-kit'],
});

new PrivateLibrary({
  parent: monorepo,
  name: TEST_HELPERS,
  description: 'Test helpers: scanners, template queries and checks that every construct passes',
  deps: pinned('aws-cdk-lib', 'constructs', 'cdk-nag', '@aws-cdk/integ-tests-alpha'),
});

new PrivateLibrary({
  parent: monorepo,
  name: APP_KIT,
  description: 'What the apps share: config, certificates, image repositories, audit logs, alerts, outputs',
  deps: [
    ...members('audited-alb', 'aurora-pci', 'compliance-logging', 'fargate-service'),
    ...pinned('aws-cdk-lib', 'constructs', 'zod', 'damerau-levenshtein', '@types/damerau-levenshtein'),
    ...pinned('esbuild', 'source-map'),
  ],
});

new ConstructPackage({
  parent: monorepo,
  name: 'compliance-logging',
  description: 'Audit buckets, log groups and alert topics that hold PCI DSS 4.0.1 requirement 10',
  keywords: ['logging', 's3', 'cloudwatch', 'sns', 'audit'],
});

new ConstructPackage({
  parent: monorepo,
  name: 'secure-vpc',
  description: 'A VPC with network tiers, flow log, private endpoints and room to grow',
  keywords: ['vpc', 'network', 'privatelink', 'segmentation'],
});

new ConstructPackage({
  parent: monorepo,
  name: 'audited-alb',
  description: 'An HTTPS-only Application Load Balancer with access logs and typed routing',
  keywords: ['alb', 'load-balancer', 'https', 'tls'],
});

new ConstructPackage({
  parent: monorepo,
  name: 'fargate-service',
  description: 'ECS Fargate clusters and services with least-privilege roles, closed egress and safe deployments',
  keywords: ['ecs', 'fargate', 'containers', 'autoscaling'],
});

new ConstructPackage({
  parent: monorepo,
  name: 'aurora-pci',
  description: 'Aurora PostgreSQL and MySQL with encryption, enforced TLS, audit logs and rotated credentials',
  keywords: ['aurora', 'rds', 'postgresql', 'mysql', 'database'],
});

new ConstructPackage({
  parent: monorepo,
  name: 'governance',
  description: 'Names, tags and permissions boundaries applied to every resource of an app, from outside',
  keywords: ['naming', 'tagging', 'aspects', 'governance'],
});

new ConstructPackage({
  parent: monorepo,
  name: 'pci-evidence',
  description: 'PCI DSS 4.0.1 rules over a whole CDK app, and the evidence an assessor asks for, at every synth',
  keywords: ['evidence', 'assessment', 'oscal', 'sarif', 'validation'],
  createsResources: false,
  bin: { 'pci-evidence': 'lib/cli/main.js' },
  // Declarations of what is private are read by nobody: the public ones do not name them.
  extraFiles: ['docs', '!lib/private/**/*.d.ts'],
});

const apps = {
  'single-service': 'One payment service behind an HTTPS load balancer with Aurora PostgreSQL',
  'sqs-migration': 'A payment API and a job processor with a queue between them, Aurora PostgreSQL and alerts',
  'mysql-compliance': 'One payment service with Aurora MySQL, customer-managed keys and logs kept for seven years',
  'multi-environment': 'One payment service in development, staging and production, from one definition',
  'spot-microservices': 'Three microservices on Fargate and Fargate Spot behind an HTTPS load balancer',
};
for (const [name, description] of Object.entries(apps)) new CdkApp({ parent: monorepo, name, description });

monorepo.synth();
