"""python -m client <inventory|platform|seed> <region>"""

import argparse
import json
import sys

from .inventory import inventory
from .platform import platform
from .seed import seed

COMMANDS = {"inventory": inventory, "platform": platform, "seed": seed}


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("command", choices=COMMANDS)
    arguments.add_argument("region")
    given = arguments.parse_args()
    json.dump(COMMANDS[given.command](given.region), sys.stdout, default=str)


main()
