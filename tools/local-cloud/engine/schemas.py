"""AWS's own resource schemas, which ship with cfn-lint: a resource's properties are checked before any API call."""

import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import regex
from jsonschema import Draft7Validator, ValidationError, validators

from .errors import ResourceError

CUSTOM = ("Custom::", "AWS::CloudFormation::CustomResource")


def _folder() -> Path:
    # Found, not imported: the linter takes a second to load and brings more than its schemas.
    spec = find_spec("cfnlint")
    if spec is None or spec.origin is None:
        raise RuntimeError("cfn-lint is not installed: its schemas are needed.")
    return Path(spec.origin).parent / "data" / "schemas"


@cache
def _catalogue(region: str) -> dict[str, str]:
    file = _folder() / "providers" / f"{region}.json"
    return json.loads(file.read_text(encoding="utf-8"))


@cache
def _load(digest: str) -> "Schema":
    return Schema(json.loads((_folder() / "resources" / f"{digest}.json").read_text(encoding="utf-8")))


def schema_of(resource_type: str, region: str) -> "Schema":
    if resource_type.startswith(CUSTOM):
        return Schema({"properties": {}})
    digest = _catalogue(region).get(resource_type)
    if digest is None:
        raise ResourceError(f"Unrecognized resource type {resource_type} in {region}.")
    return _load(digest)


class Schema:
    def __init__(self, document: dict[str, Any]):
        self.document = document
        # What replaces a resource only sometimes, as its provider finds out, is taken as a change in place.
        self.create_only = _top_level(document.get("createOnlyProperties", []))
        self.properties: dict[str, Any] = document["properties"]
        self.read_only = _top_level(document.get("readOnlyProperties", [])) - set(document.get("required", []))
        # What names one resource of the type among all of them, which is what an import takes.
        self.identifier = [path.removeprefix("/properties/") for path in document.get("primaryIdentifier", [])]
        self._validator = _Validator(document)

    @property
    def tags_property(self) -> str | None:
        """The property that takes stack tags; None if the type has no tags."""
        tagging = self.document.get("tagging", {})
        if tagging.get("taggable", True) is False:
            return None
        name = tagging.get("tagProperty", "/properties/Tags").removeprefix("/properties/")
        return name if name in self.properties else None

    def tags_are_map(self) -> bool:
        return self.follow(self.properties[self.tags_property or ""]).get("type") == "object"

    def follow(self, schema: dict[str, Any]) -> dict[str, Any]:
        while "$ref" in schema:
            target: Any = self.document
            for step in schema["$ref"].removeprefix("#/").split("/"):
                target = target[step]
            schema = target
        return schema

    def checked(self, resource_type: str, properties: dict[str, Any]) -> dict[str, Any]:
        """`properties` with numbers and booleans in their own types; an error names what does not fit."""
        coerced = self._coerce(self.document, properties)
        read_only = sorted(self.read_only & set(coerced))
        if read_only:
            raise ResourceError(f"{resource_type}: property {', '.join(read_only)} is read-only.")
        problems = sorted(self._validator.iter_errors(coerced), key=lambda error: list(map(str, error.path)))
        if problems:
            raise ResourceError("; ".join(_describe(resource_type, problem) for problem in problems[:5]))
        return coerced

    def _coerce(self, schema: dict[str, Any], value: Any) -> Any:
        """CloudFormation takes "443" for 443 and "true" for true, and numbers for text."""
        schema = self.follow(schema)
        if isinstance(value, dict):
            known = schema.get("properties", {})
            return {key: self._coerce(known.get(key, {}), child) for key, child in value.items()}
        if isinstance(value, list):
            items = schema.get("items", {})
            return [self._coerce(items, child) for child in value]
        wanted = schema.get("type")
        if wanted == "boolean" and value in ("true", "false"):
            return value == "true"
        if wanted in ("integer", "number") and isinstance(value, str) and regex.fullmatch(r"-?\d+(\.\d+)?", value):
            return float(value) if "." in value else int(value)
        if wanted == "string" and isinstance(value, bool | int | float):
            return json.dumps(value)
        return value


def _top_level(pointers: list[str]) -> set[str]:
    names = (pointer.removeprefix("/properties/") for pointer in pointers)
    return {name for name in names if "/" not in name}


def _describe(resource_type: str, error: ValidationError) -> str:
    place = ".".join(map(str, error.absolute_path))
    return f"{resource_type}{'.' + place if place else ''}: {error.message[:300]}"


def _pattern(_validator: Any, pattern: str, value: Any, _schema: Any) -> Any:
    # AWS's patterns use character classes that Python's own module does not know.
    if isinstance(value, str) and not regex.search(pattern, value):
        yield ValidationError(f"{value!r} does not match {pattern!r}")


def _pattern_properties(validator: Any, patterns: dict[str, Any], value: Any, _schema: Any) -> Any:
    for name, child in value.items() if isinstance(value, dict) else ():
        for pattern, schema in patterns.items():
            if regex.search(pattern, name):
                yield from validator.descend(child, schema, path=name)


def _additional_properties(validator: Any, allowed: Any, value: Any, schema: Any) -> Any:
    patterns = schema.get("patternProperties", {})
    for name, child in value.items() if isinstance(value, dict) else ():
        if name in schema.get("properties", {}) or any(regex.search(pattern, name) for pattern in patterns):
            continue
        if allowed is False:
            known = ", ".join(schema.get("properties", {})) or "none"
            yield ValidationError(f"unknown property {name} (there are: {known})")
        elif isinstance(allowed, dict):
            yield from validator.descend(child, allowed, path=name)


def _enum_any_case(_validator: Any, allowed: list[str], value: Any, _schema: Any) -> Any:
    if isinstance(value, str) and value.lower() not in [item.lower() for item in allowed]:
        yield ValidationError(f"{value!r} is not one of {allowed!r}")


_Validator = validators.extend(
    Draft7Validator,
    {
        "additionalProperties": _additional_properties,
        "enumCaseInsensitive": _enum_any_case,
        "pattern": _pattern,
        "patternProperties": _pattern_properties,
    },
)
