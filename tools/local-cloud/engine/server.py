"""The server: every service of moto on one loopback port, with this engine in the place of its CloudFormation."""

import argparse
import errno
import json
import logging
import os
import signal
import sys
from collections.abc import Callable, Iterable
from threading import Thread
from typing import Any

from flask import Flask
from moto.backends import SERVICE_NAMES
from moto.core.base_backend import BackendDict
from moto.core.utils import convert_to_flask_response
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import make_server

from . import corrections
from . import handlers as handlers  # registers every handler
from .api import CLOUD, CloudFormationApi, forget_everything
from .aws import answer_in_process

PROGRESS = "/local-cloud/progress"
RESET = "/local-cloud/reset"


def application() -> Callable[..., Iterable[bytes]]:
    corrections.apply()
    answer_in_process()
    services = DomainDispatcherApplication(_service)

    own = {PROGRESS: _progress, RESET: _reset}

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        work = own.get(environ.get("PATH_INFO", ""))
        if work is None:
            return services(environ, start_response)
        start_response("200 OK", [("Content-Type", "application/json")])
        return [json.dumps(work()).encode()]

    return answer


def _service(name: SERVICE_NAMES) -> Flask:
    """moto's application for a service; for CloudFormation ours, and moto's is never even loaded."""
    if name != "cloudformation":
        app = create_backend_app(name)
    else:
        app = Flask("engine")
        dispatch = convert_to_flask_response(CloudFormationApi.dispatch)
        app.add_url_rule("/", view_func=dispatch, methods=["GET", "POST"])
    app.register_error_handler(NotImplementedError, _not_implemented)
    return app


def _not_implemented(error: NotImplementedError) -> tuple[dict[str, str], int]:
    """A refusal, at once: SDKs try again and again after the server error that it would be otherwise."""
    return {"__type": "NotImplemented", "message": str(error)}, 400


def _progress() -> list[dict[str, Any]]:
    """For a person who waits: an operation is one call here, so the API has nothing to poll."""
    return [
        {
            "stack": stack.name,
            "region": stack.region,
            "status": stack.status,
            "expected": stack.expected,
            "held": len(stack.resources),
            "last": f"{stack.events[-1].type} {stack.events[-1].logical_id}",
        }
        for stack in CLOUD.stacks
        if stack.events
    ]


def _reset() -> None:
    """Whatever anybody made is gone, as in a process that has just started; it takes nothing to be under way."""
    BackendDict.reset()
    forget_everything()


def _end_with_stdin() -> None:
    sys.stdin.read()
    os.kill(os.getpid(), signal.SIGTERM)


def _reason(error: BaseException) -> str:
    # werkzeug ends the process, and keeps the error that made it do so.
    cause = error.__context__ if isinstance(error, SystemExit) else error
    if isinstance(cause, OSError) and cause.errno == errno.EADDRINUSE:
        return "another process has it"
    return str(cause)


def main() -> None:
    arguments = argparse.ArgumentParser(description="A local AWS in one process.")
    arguments.add_argument("--port", type=int, default=0, help="0 takes a free one")
    arguments.add_argument("--until-stdin-ends", action="store_true", help="end when whoever started it has ended")
    given = arguments.parse_args()
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    answer = application()
    try:
        server = make_server("127.0.0.1", given.port, answer, threaded=True)
    except (OSError, SystemExit) as error:
        sys.exit(f"Port {given.port} cannot be opened: {_reason(error)}.")
    if given.until_stdin_ends:
        Thread(target=_end_with_stdin, daemon=True).start()
    sys.stdout.write(f"ready {server.port}\n")
    sys.stdout.flush()
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        sys.exit(0)
