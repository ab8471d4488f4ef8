"""Roles and policies."""

import json
from typing import Any

from ..aws import Aws
from .base import Handler, Held, Props, Tagger, handles


def _document(policy: Any) -> str:
    return policy if isinstance(policy, str) else json.dumps(policy)


@handles("AWS::IAM::Role")
class Role(Handler):
    tagger = Tagger("iam:TagRole", "iam:UntagRole", "RoleName")

    def create(self, aws: Aws, p: Props) -> Held:
        name = p.get("RoleName") or aws.name(64)
        made = p.only(
            "AssumeRolePolicyDocument", "Description", "MaxSessionDuration", "Path", "PermissionsBoundary", "Tags"
        )
        role = aws.send("iam:CreateRole", made, RoleName=name)["Role"]
        return Held(name, {"Arn": role["Arn"], "RoleId": role["RoleId"]})

    def settle(self, aws: Aws, held: Held, p: Props) -> None:
        before = held.properties
        if before:
            self._change(aws, held, p)
        _attach(aws, held.id, set(before.get("ManagedPolicyArns", [])), set(p.get("ManagedPolicyArns", [])))
        policies = {policy["PolicyName"]: policy["PolicyDocument"] for policy in p.get("Policies", [])}
        for policy in before.get("Policies", []):
            if policy["PolicyName"] not in policies:
                aws.send("iam:DeleteRolePolicy", RoleName=held.id, PolicyName=policy["PolicyName"])
        for name, document in policies.items():
            aws.send("iam:PutRolePolicy", RoleName=held.id, PolicyName=name, PolicyDocument=_document(document))

    def _change(self, aws: Aws, held: Held, p: Props) -> None:
        p.use("RoleName", "Path")
        trust = {"PolicyDocument": p["AssumeRolePolicyDocument"]}
        aws.send("iam:UpdateAssumeRolePolicy", trust, RoleName=held.id)
        aws.send("iam:UpdateRole", p.only("Description", "MaxSessionDuration"), RoleName=held.id)
        if "PermissionsBoundary" in p:
            aws.send("iam:PutRolePermissionsBoundary", p.only("PermissionsBoundary"), RoleName=held.id)
        elif "PermissionsBoundary" in held.properties:
            aws.send("iam:DeleteRolePermissionsBoundary", RoleName=held.id)

    def delete(self, aws: Aws, held: Held) -> None:
        for policy in aws.send("iam:ListAttachedRolePolicies", RoleName=held.id)["AttachedPolicies"]:
            aws.send("iam:DetachRolePolicy", RoleName=held.id, PolicyArn=policy["PolicyArn"])
        for name in aws.send("iam:ListRolePolicies", RoleName=held.id)["PolicyNames"]:
            aws.send("iam:DeleteRolePolicy", RoleName=held.id, PolicyName=name)
        aws.send("iam:DeleteRole", RoleName=held.id)

    def read(self, aws: Aws, held: Held) -> Any:
        return aws.send("iam:GetRole", RoleName=held.id)["Role"]


def _attach(aws: Aws, role: str, before: set[str], after: set[str]) -> None:
    for arn in sorted(before - after):
        aws.send("iam:DetachRolePolicy", RoleName=role, PolicyArn=arn)
    for arn in sorted(after - before):
        aws.send("iam:AttachRolePolicy", RoleName=role, PolicyArn=arn)


@handles("AWS::IAM::Policy")
class Policy(Handler):
    """An inline policy, put into each of its roles."""

    def create(self, aws: Aws, p: Props) -> Held:
        return Held(p["PolicyName"], {"Id": p["PolicyName"]})

    def settle(self, aws: Aws, held: Held, p: Props) -> None:
        for role in sorted(set(held.properties.get("Roles", [])) - set(p["Roles"])):
            aws.send("iam:DeleteRolePolicy", RoleName=role, PolicyName=held.id)
        for role in p["Roles"]:
            document = _document(p["PolicyDocument"])
            aws.send("iam:PutRolePolicy", RoleName=role, PolicyName=held.id, PolicyDocument=document)

    def delete(self, aws: Aws, held: Held) -> None:
        for role in held.properties["Roles"]:
            aws.send("iam:DeleteRolePolicy", RoleName=role, PolicyName=held.id)

    def read(self, aws: Aws, held: Held) -> Any:
        return all(
            aws.send("iam:GetRolePolicy", RoleName=role, PolicyName=held.id) for role in held.properties["Roles"]
        )


@handles("AWS::IAM::ManagedPolicy")
class ManagedPolicy(Handler):
    def create(self, aws: Aws, p: Props) -> Held:
        made = p.only("Description", "Path", "PolicyDocument", "Tags")
        name = p.get("ManagedPolicyName") or aws.name(128)
        arn = aws.send("iam:CreatePolicy", made, PolicyName=name)["Policy"]["Arn"]
        return Held(arn, {"PolicyArn": arn})

    def settle(self, aws: Aws, held: Held, p: Props) -> None:
        before = held.properties
        if before:
            p.use("ManagedPolicyName", "Description", "Path", "Tags")
            if before["PolicyDocument"] != p["PolicyDocument"]:
                self._forget_old_versions(aws, held)
                aws.send("iam:CreatePolicyVersion", p.only("PolicyDocument"), PolicyArn=held.id, SetAsDefault=True)
        roles, former = set(p.get("Roles", [])), set(before.get("Roles", []))
        for role in sorted(former - roles):
            aws.send("iam:DetachRolePolicy", RoleName=role, PolicyArn=held.id)
        for role in sorted(roles - former):
            aws.send("iam:AttachRolePolicy", RoleName=role, PolicyArn=held.id)

    def _forget_old_versions(self, aws: Aws, held: Held) -> None:
        for version in aws.send("iam:ListPolicyVersions", PolicyArn=held.id)["Versions"]:
            if not version["IsDefaultVersion"]:
                aws.send("iam:DeletePolicyVersion", PolicyArn=held.id, VersionId=version["VersionId"])

    def delete(self, aws: Aws, held: Held) -> None:
        for role in aws.send("iam:ListEntitiesForPolicy", PolicyArn=held.id)["PolicyRoles"]:
            aws.send("iam:DetachRolePolicy", RoleName=role["RoleName"], PolicyArn=held.id)
        self._forget_old_versions(aws, held)
        aws.send("iam:DeletePolicy", PolicyArn=held.id)

    def read(self, aws: Aws, held: Held) -> Any:
        return aws.send("iam:GetPolicy", PolicyArn=held.id)["Policy"]
