"""python -m client <inventory|platform|seed> <region>, or call <region> <service> <operation> <parameters as JSON>"""

import argparse
import json
import sys
from typing import Any

from .apis import ask
from .inventory import inventory
from .platform import platform
from .seed import seed


def call(region: str, service: str, operation: str, parameters: str) -> Any:
    """Any one call of boto3."""
    answer = ask(service, region, operation, **json.loads(parameters))
    answer.pop("ResponseMetadata", None)
    return answer


COMMANDS = {"call": call, "inventory": inventory, "platform": platform, "seed": seed}


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("command", choices=COMMANDS)
    arguments.add_argument("region")
    arguments.add_argument("rest", nargs="*")
    given = arguments.parse_args()
    json.dump(COMMANDS[given.command](given.region, *given.rest), sys.stdout, default=str)


main()
