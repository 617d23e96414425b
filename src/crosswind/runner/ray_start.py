"""What is settled before Ray is imported: its environment, and whether a cluster answers."""

import os
import socket
from importlib.util import find_spec

from crosswind.config.run_options import RunOptions
from crosswind.core.errors import ConfigError, MissingDependencyError
from crosswind.runner.engine import Engine, EngineChoice
from crosswind.runner.resolve import stage_function

# Ray reads them when it is imported.
_QUIET = {"RAY_USAGE_STATS_ENABLED": "0", "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "1"}
# "0" keeps every port of Ray on the loopback interface; the address of the node alone does not.
_SWITCH = "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER"
_LOOPBACK_HOSTS = ("127.0.0.1", "localhost")
_PATIENCE_SECONDS = 10.0
# Reserved for documentation: a datagram socket that is connected to it sends nothing, but tells the
# address that this machine has in its network.
_NOBODY = ("192.0.2.1", 9)


def ray_engine(choice: EngineChoice, options: RunOptions) -> Engine:
    """The engine that runs steps as Ray tasks.

    Raises:
        ConfigError: the device is one that Ray gives out itself, or no cluster answers.
        MissingDependencyError: the extra `ray` is not installed.
    """
    if find_spec("ray") is None:
        raise MissingDependencyError.of("ray", "ray")
    if ":" in options.device:
        raise ConfigError(
            "Ray chooses which accelerator a step gets",
            place="--device",
            value=options.device,
            allowed=("auto", "cpu", "cuda"),
        )
    for name, value in _QUIET.items():
        os.environ.setdefault(name, value)
    if not choice.address or _is_on_loopback_alone(choice.address):
        os.environ.setdefault(_SWITCH, "0")
    engine: Engine = stage_function("crosswind.runner.ray_engine:RayEngine")(choice, options)
    return engine


def _is_on_loopback_alone(address: str) -> bool:
    """Whether a cluster answers on the loopback interface and nowhere else.

    Ray takes 127.0.0.1 for the machine's address in its network unless the switch is set, and would
    try for minutes where nobody answers.

    Raises:
        ConfigError: not an address, or nobody answers.
    """
    host, _, port = address.rpartition(":")
    if not host or not port.isdecimal():
        raise ConfigError(
            "not the address of a Ray cluster",
            place="--address",
            value=address,
            allowed="HOST:PORT, as `ray start --head` shows it",
        )
    is_open = host in _LOOPBACK_HOSTS and _SWITCH not in os.environ
    outer = _own_host() if is_open else host
    if _answers(outer, int(port)):
        return False
    if outer != host and _answers(host, int(port)):
        return True
    raise ConfigError(
        "no Ray cluster answers",
        place="--address",
        value=address,
        action="Start one with `ray start --head`, or leave out --address.",
    )


def _answers(host: str, port: int) -> bool:
    try:
        with socket.create_connection((host, port), timeout=_PATIENCE_SECONDS):
            return True
    except (OSError, OverflowError, UnicodeError):
        return False


def _own_host() -> str:
    """Address of this machine in its network; the loopback one where it has none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(_NOBODY)
        except OSError:
            return _LOOPBACK_HOSTS[0]
        return str(probe.getsockname()[0])
