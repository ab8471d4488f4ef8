"""What can be wrong, as CloudFormation divides it."""


class TemplateError(Exception):
    """The request is refused as a whole, before anything is touched."""


class ResourceError(Exception):
    """One resource could not be made, changed or removed; its stack operation fails."""
