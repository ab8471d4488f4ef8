import { flatReference } from '../src/private/flat-reference';

test.each([
  ['text', 'arn:aws:logs', 'arn:aws:logs'],
  ['a reference', { Ref: 'AWS::Region' }, '<AWS::Region>'],
  ['an attribute', { 'Fn::GetAtt': ['Group', 'Arn'] }, '<Group.Arn>'],
  ['an export of another stack', { 'Fn::ImportValue': 'Logs:Export' }, 'Logs:Export'],
  ['a join', { 'Fn::Join': [':', ['arn', { Ref: 'AWS::Partition' }, 'logs']] }, 'arn:<AWS::Partition>:logs'],
  ['anything else', { 'Fn::Select': [0, ['a']] }, '{"Fn::Select":[0,["a"]]}'],
])('flattens %s', (_what, text, flat) => {
  expect(flatReference(text)).toBe(flat);
});
