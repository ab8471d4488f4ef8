"""A small, strict CloudFormation engine in front of moto's services."""
