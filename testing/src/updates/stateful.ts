import type { UpdateBehaviour } from './update-behaviour';

/**
 * What CloudFormation's own data (cfn-lint's list, in AWS's service specification) does not call stateful, and whose
 * loss a user notices all the same: an identity or an address that others hold on to, or things kept inside.
 */
const STATEFUL_HERE: Readonly<Record<string, string>> = {
  'AWS::EC2::VPC': 'everything in it goes with it',
  'AWS::EC2::Subnet': 'addresses and network interfaces stand in it',
  'AWS::EC2::EIP': 'partners admit this address',
  'AWS::ECR::Repository': 'it holds images',
  'AWS::SNS::Topic': 'subscriptions were confirmed by people',
  'AWS::SSM::Parameter': 'others read it by name, and its value may be written by hand',
  'AWS::Route53::HostedZone': 'a parent zone delegates to its name servers',
  'AWS::ServiceDiscovery::PrivateDnsNamespace': 'services are registered in it',
  'AWS::ElasticLoadBalancingV2::LoadBalancer': 'clients know its name',
  'AWS::ACMPCA::CertificateAuthority': 'certificates were issued by it',
  'AWS::CloudTrail::Trail': 'its record of the account must not have a gap',
};

/** Whether no update within a major version may replace or delete a resource of this type. */
export function isStateful(type: string, behaviour: UpdateBehaviour): boolean {
  return type in STATEFUL_HERE || behaviour.isStateful(type);
}
