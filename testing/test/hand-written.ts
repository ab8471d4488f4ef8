import { type AppSynth, type AppTemplate, AppView } from '../src';

export type Resources = Record<string, { Type: string; Properties?: Record<string, unknown>; DeletionPolicy?: string }>;

/** A view of hand-written templates, one per stack. */
export function view(stacks: Record<string, { Resources: Resources; Outputs?: AppTemplate['Outputs'] }>): AppView {
  const artifact = (id: string) => ({
    type: 'aws:cloudformation:stack',
    environment: 'aws://unknown-account/us-east-1',
    properties: { templateFile: `${id}.json`, stackName: `${id}-name` },
  });
  const synth: AppSynth = {
    succeeded: true,
    messages: '',
    stacks: Object.fromEntries(Object.keys(stacks).map((id) => [id, artifact(id)])),
    templates: stacks as unknown as Record<string, AppTemplate>,
  };
  return new AppView(synth);
}

/** The same of one stack. */
export const one = (Resources: Resources) => view({ S: { Resources } });

/** What CDK adds to a template with a bucket that it empties. */
export const provider: Resources = {
  Custom: {
    Type: 'Custom::S3AutoDeleteObjects',
    Properties: { ServiceToken: { 'Fn::GetAtt': ['Fn', 'Arn'] }, BucketName: { Ref: 'Bucket' } },
  },
  Fn: { Type: 'AWS::Lambda::Function', Properties: { Role: { 'Fn::GetAtt': ['FnRole', 'Arn'] } } },
  FnRole: {
    Type: 'AWS::IAM::Role',
    Properties: { ManagedPolicyArns: ['arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole'] },
  },
};
