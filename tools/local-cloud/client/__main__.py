"""
python -m client: answers each line of its standard input with a line of its standard output, both JSON. A question is
["inventory" | "platform" | "seed", region, ...] or ["call", region, service, operation, parameters as JSON]; the answer
{"answer": ...}, or {"error": text}.
"""

import json
import sys
import traceback
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
    for line in sys.stdin:
        command, region, *rest = json.loads(line)
        try:
            answer = {"answer": COMMANDS[command](region, *rest)}
        except Exception:
            # Whatever it is, the next question is answered.
            answer = {"error": traceback.format_exc()}
        sys.stdout.write(f"{json.dumps(answer, default=str)}\n")
        sys.stdout.flush()


main()
