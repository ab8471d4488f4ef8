/** What the payment service warns of, and why that stands. */
export const OF_THE_SERVICE = [
  {
    id: 'Annotation::@org/fargate-service:egress-anywhere',
    reason: 'Card networks publish host names, not addresses; tasks reach them on 443 through the NAT gateways alone',
  },
  {
    id: 'Annotation::@org/fargate-service:scaling-reset',
    reason: 'The source document counts the tasks of the template; scaling adds its own again after a deployment',
  },
];
