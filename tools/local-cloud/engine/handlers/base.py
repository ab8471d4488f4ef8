"""What a handler of a resource type is, and the registry of all of them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from ..aws import Aws
from ..errors import ResourceError


@dataclass
class Held:
    """
    A resource that a service holds. `Ref` gives `id`, `Fn::GetAtt` an entry of `attributes`. `properties` are those
    that it has by now: none yet while it is being created.
    """

    id: str
    attributes: dict[str, Any] = field(default_factory=dict)
    properties: dict[str, Any] = field(default_factory=dict)

    def __getitem__(self, attribute: str) -> Any:
        return self.attributes[attribute]


class Props(Mapping[str, Any]):
    """A resource's properties, resolved; remembers which a handler looked at, so that none is dropped in silence."""

    def __init__(self, values: dict[str, Any]):
        self._values = values
        self._unused = set(values)

    def __getitem__(self, name: str) -> Any:
        value = self._values[name]
        self._unused.discard(name)
        return value

    def __contains__(self, name: object) -> bool:
        return name in self._values

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def rest(self, *without: str) -> dict[str, Any]:
        """Every property that was not looked at yet, to be sent as a whole."""
        return {name: self[name] for name in sorted(self._unused) if name not in without}

    def only(self, *names: str) -> dict[str, Any]:
        return {name: self[name] for name in names if name in self._values}

    def unused(self) -> list[str]:
        return sorted(self._unused)

    def use(self, *names: str) -> None:
        self._unused.difference_update(names)


@dataclass(frozen=True)
class Tagger:
    """How a service changes the tags of what it holds: the two operations and the parameters they take."""

    tag: str
    untag: str
    target: str
    tags: str = "Tags"
    keys: str = "TagKeys"
    target_is_list: bool = False
    keys_are_tags: bool = False
    fixed: Mapping[str, str] = field(default_factory=dict)

    def apply(self, aws: Aws, target: str, before: dict[str, str], after: dict[str, str]) -> None:
        named = {self.target: [target] if self.target_is_list else target, **self.fixed}
        removed = sorted(set(before) - set(after))
        if removed:
            keys: list[Any] = [{"Key": key} for key in removed] if self.keys_are_tags else removed
            aws.send(self.untag, named | {self.keys: keys})
        changed = [{"Key": key, "Value": value} for key, value in after.items() if before.get(key) != value]
        if changed:
            aws.send(self.tag, named | {self.tags: changed})


class Handler:
    """
    One resource type. `create` makes it and returns at once what it made; `settle` puts every setting that has a call
    of its own, after creation and again at each change. A type that settles nothing but can change has an `update`.
    """

    tagger: ClassVar[Tagger | None] = None
    # Properties that its service has no place for here: validated, then left out. The README lists them.
    not_held: ClassVar[tuple[str, ...]] = ()
    # The attribute that the tagger's target parameter takes. Default: the id.
    tag_attribute: ClassVar[str | None] = None

    def create(self, aws: Aws, p: Props) -> Held:
        raise NotImplementedError

    def settle(self, aws: Aws, held: Held, p: Props) -> None:
        """Puts the settings."""

    def update(self, aws: Aws, held: Held, p: Props) -> None:
        """Changes it in place; `held.properties` are the former ones."""
        if type(self).settle is Handler.settle:
            changed = sorted(name for name in {*p, *held.properties} if p.get(name) != held.properties.get(name))
            raise ResourceError(f"a change of {', '.join(changed)} in place is not handled")
        self.settle(aws, held, p)

    def delete(self, aws: Aws, held: Held) -> None:
        raise NotImplementedError

    def read(self, aws: Aws, held: Held) -> Any:
        """What the service says about it: something, or nothing (or an error) if it is not there."""
        raise NotImplementedError

    def snapshot(self, aws: Aws, held: Held) -> None:
        """Keeps a copy before the resource is deleted, where the template says Snapshot."""
        raise ResourceError("DeletionPolicy Snapshot is not handled")

    def retag(self, aws: Aws, held: Held, before: dict[str, str], after: dict[str, str]) -> None:
        if self.tagger is None:
            raise ResourceError("a change of tags in place is not handled")
        target = held[self.tag_attribute] if self.tag_attribute else held.id
        self.tagger.apply(aws, target, before, after)


def nameless(aws: Aws) -> Held:
    """What its service knows by what it is put on alone: CloudFormation gives it an identifier."""
    name = aws.name(100)
    return Held(name, {"Id": name})


HANDLERS: dict[str, Handler] = {}


def handles(resource_type: str) -> Callable[[type[Handler]], type[Handler]]:
    def register(handler: type[Handler]) -> type[Handler]:
        HANDLERS[resource_type] = handler()
        return handler

    return register


def handler_of(resource_type: str) -> Handler:
    handler = HANDLERS.get(resource_type)
    if handler is None:
        raise ResourceError(
            f"{resource_type} is not emulated here. tools/local-cloud/README.md says how to add a type."
        )
    return handler
