import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { run } from '../../lib/processes';
import { ACCOUNT, LocalCloud } from '../cloud';
import type { Inventory } from '../platform';
import { python } from '../python';

jest.setTimeout(300_000);

const region = 'us-east-2';
let cloud: LocalCloud;
let bin: string;
beforeAll(async () => {
  bin = dirname(await python({ forTests: true }));
  cloud = await LocalCloud.start();
});
afterAll(() => cloud.stop());

const template = (name: string, VisibilityTimeout = 45) =>
  JSON.stringify({
    Resources: {
      Jobs: { Type: 'AWS::SQS::Queue', Properties: { QueueName: name, VisibilityTimeout } },
      Where: { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Name: name, Value: { Ref: 'Jobs' } } },
    },
    Outputs: { Arn: { Value: { 'Fn::GetAtt': ['Jobs', 'Arn'] } } },
  });

describe('the AWS CLI', () => {
  const aws = async (...args: string[]): Promise<unknown> => {
    // Version 1 ignores AWS_ENDPOINT_URL for some services.
    const endpoint = cloud.clientVariables(region).AWS_ENDPOINT_URL ?? '';
    const argv = [join(bin, 'python'), join(bin, 'aws'), '--endpoint-url', endpoint, '--output', 'json', ...args];
    const { status, output } = await run(argv, { env: cloud.environment(region) });
    if (status !== 0) throw new Error(output);
    return output.trim() ? JSON.parse(output) : undefined;
  };

  test('creates a stack, sees what it holds, and deletes it', async () => {
    await aws('cloudformation', 'create-stack', '--stack-name', 'cli', '--template-body', template('jobs'));
    await aws('cloudformation', 'wait', 'stack-create-complete', '--stack-name', 'cli');
    expect(await aws('cloudformation', 'describe-stacks', '--stack-name', 'cli')).toMatchObject({
      Stacks: [
        { StackStatus: 'CREATE_COMPLETE', Outputs: [{ OutputValue: `arn:aws:sqs:${region}:123456789012:jobs` }] },
      ],
    });
    expect(await aws('ssm', 'get-parameter', '--name', 'jobs')).toMatchObject({
      Parameter: { Value: expect.stringMatching(/\/jobs$/) },
    });
    await aws('cloudformation', 'delete-stack', '--stack-name', 'cli');
    await aws('cloudformation', 'wait', 'stack-delete-complete', '--stack-name', 'cli');
    await expect(aws('cloudformation', 'describe-stacks', '--stack-name', 'cli')).rejects.toThrow('does not exist');
    await expect(aws('sqs', 'get-queue-url', '--queue-name', 'jobs')).rejects.toThrow('NonExistentQueue');
  });

  test('is told what is wrong with a template', async () => {
    const odd = JSON.stringify({ Resources: { Odd: { Type: 'AWS::Made::Up' } } });
    const creation = aws('cloudformation', 'create-stack', '--stack-name', 'odd', '--template-body', odd);
    await expect(creation).rejects.toThrow(/ValidationError.*Unrecognized resource type AWS::Made::Up/);
  });
});

test('an answer is read beside whatever Python says', async () => {
  process.env.PYTHONVERBOSE = '1';
  const client = cloud.client();
  delete process.env.PYTHONVERBOSE;
  try {
    expect(await client.ask('call', region, 'sts', 'get_caller_identity', '{}')).toMatchObject({ Account: ACCOUNT });
  } finally {
    await client.stop();
  }
});

test('boto3 updates a stack and waits for it', async () => {
  const call = (operation: string, parameters: object) =>
    cloud.ask<Record<string, unknown>>('call', region, 'cloudformation', operation, JSON.stringify(parameters));
  await call('create_stack', { StackName: 'boto', TemplateBody: template('work') });
  const changed = template('work', 90);
  await call('update_stack', { StackName: 'boto', TemplateBody: changed });
  expect(await call('describe_stacks', { StackName: 'boto' })).toMatchObject({
    Stacks: [{ StackStatus: 'UPDATE_COMPLETE' }],
  });
  const { queues } = await cloud.ask<{ queues: object[] }>('platform', region, 'queues');
  expect(queues).toContainEqual(expect.objectContaining({ name: 'work', visibilitySeconds: 90 }));
  await expect(call('update_stack', { StackName: 'boto', TemplateBody: changed })).rejects.toThrow(
    'No updates are to be',
  );
});

test('a cloud that is reset is as a new one', async () => {
  const call = (operation: string, parameters: object) =>
    cloud.ask('call', region, 'cloudformation', operation, JSON.stringify(parameters));
  const numbers = async () =>
    Object.entries(await cloud.ask<Inventory>('inventory', region)).map(([kind, ids]) => [kind, ids.length]);
  await cloud.reset();
  const fresh = await numbers();
  await cloud.ask('seed', region);
  await call('create_stack', { StackName: 'made', TemplateBody: template('made') });
  await call('create_change_set', { StackName: 'made', ChangeSetName: 'next', TemplateBody: template('next') });
  expect(await numbers()).not.toEqual(fresh);

  await cloud.reset();
  expect(await numbers()).toEqual(fresh);
  await expect(call('describe_change_set', { StackName: 'made', ChangeSetName: 'next' })).rejects.toThrow(
    'does not exist',
  );
});

test('a proxy that leads out is not asked for what is here', async () => {
  const before = { ...process.env };
  // Nothing listens there.
  Object.assign(process.env, { HTTP_PROXY: 'http://localhost:9', http_proxy: 'http://localhost:9' });
  const client = cloud.client();
  try {
    expect(await client.ask('platform', region, 'stacks')).toMatchObject({ stacks: expect.any(Array) });
    const bootstrapped = await cloud.cdk(['bootstrap', `aws://${ACCOUNT}/${region}`], { region });
    expect(bootstrapped).toMatchObject({ status: 0 });
  } finally {
    process.env = before;
    await client.stop();
  }
});

const terraform = process.env.PATH?.split(':')
  .map((folder) => join(folder, 'terraform'))
  .find(existsSync);
if (!terraform) process.stderr.write('Terraform is not here: its S3 backend is not tried.\n');

(terraform ? test : test.skip)('Terraform keeps its state in S3 and its lock in DynamoDB', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'terraform-'));
  const endpoint = cloud.clientVariables(region).AWS_ENDPOINT_URL;
  writeFileSync(
    join(folder, 'main.tf'),
    `terraform {
  backend "s3" {
    bucket                      = "terraform-state"
    key                         = "platform.tfstate"
    region                      = "${region}"
    dynamodb_table              = "terraform-lock"
    use_path_style              = true
    skip_credentials_validation = true
    endpoints                   = { s3 = "${endpoint}", dynamodb = "${endpoint}", sts = "${endpoint}", iam = "${endpoint}" }
  }
}
resource "terraform_data" "one" { input = "kept" }
output "one" { value = terraform_data.one.output }
`,
  );
  const call = (service: string, operation: string, parameters: object) =>
    cloud.ask<Record<string, unknown>>('call', region, service, operation, JSON.stringify(parameters));
  const where = { CreateBucketConfiguration: { LocationConstraint: region } };
  await call('s3', 'create_bucket', { Bucket: 'terraform-state', ...where });
  await call('dynamodb', 'create_table', {
    TableName: 'terraform-lock',
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [{ AttributeName: 'LockID', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'LockID', KeyType: 'HASH' }],
  });
  const env = { ...cloud.environment(region), CHECKPOINT_DISABLE: '1', TF_IN_AUTOMATION: '1' };
  const terraformed = async (...args: string[]) => {
    const { status, output } = await run([terraform ?? '', ...args, '-no-color'], { cwd: folder, env });
    return { status, output };
  };
  expect(await terraformed('init', '-input=false')).toMatchObject({ status: 0 });
  expect(await terraformed('apply', '-input=false', '-auto-approve')).toMatchObject({ status: 0 });
  const state = await call('s3', 'list_objects_v2', { Bucket: 'terraform-state' });
  expect(state).toMatchObject({ Contents: [{ Key: 'platform.tfstate' }] });

  // Somebody else holds the lock.
  const lock = {
    LockID: { S: 'terraform-state/platform.tfstate' },
    Info: { S: '{"ID": "another", "Who": "somebody"}' },
  };
  await call('dynamodb', 'put_item', { TableName: 'terraform-lock', Item: lock });
  const refused = await terraformed('apply', '-input=false', '-auto-approve');
  expect(refused.status).toBe(1);
  expect(refused.output).toContain('Error acquiring the state lock');
});
