import type { Resources } from './seeded';

/** A bucket `X` with a policy. */
export const bucketWithPolicy = (PolicyDocument: object): Resources => ({
  X: { Type: 'AWS::S3::Bucket' },
  Policy: { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: { Ref: 'X' }, PolicyDocument } },
});

/** A network with a `Subnet` whose default route leads to `Igw`, `Nat` or wherever. */
export const subnetLeadingTo = (gateway: object): Resources => ({
  Igw: { Type: 'AWS::EC2::InternetGateway' },
  Nat: { Type: 'AWS::EC2::NatGateway' },
  Subnet: { Type: 'AWS::EC2::Subnet' },
  Table: { Type: 'AWS::EC2::RouteTable' },
  Link: {
    Type: 'AWS::EC2::SubnetRouteTableAssociation',
    Properties: { SubnetId: { Ref: 'Subnet' }, RouteTableId: { Ref: 'Table' } },
  },
  Route: {
    Type: 'AWS::EC2::Route',
    Properties: { RouteTableId: { Ref: 'Table' }, DestinationCidrBlock: '0.0.0.0/0', ...gateway },
  },
});
