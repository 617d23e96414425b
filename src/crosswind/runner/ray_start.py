"""What Ray must find in the environment before it is imported."""

import os
from importlib.util import find_spec

from crosswind.config.run_options import RunOptions
from crosswind.core.errors import MissingDependencyError
from crosswind.runner.engine import Engine, EngineChoice
from crosswind.runner.resolve import stage_function

# Ray reads them when it is imported. The last one keeps every port of a cluster that is started
# here on the loopback interface; the address of the node does not.
_QUIET = {"RAY_USAGE_STATS_ENABLED": "0", "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "1"}
_LOOPBACK = {"RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0"}


def ray_engine(choice: EngineChoice, options: RunOptions) -> Engine:
    """The engine that runs steps as Ray tasks.

    Raises:
        MissingDependencyError: the extra `ray` is not installed.
    """
    if find_spec("ray") is None:
        raise MissingDependencyError.of("ray", "ray")
    settings = _QUIET if choice.address else _QUIET | _LOOPBACK
    for name, value in settings.items():
        os.environ.setdefault(name, value)
    engine: Engine = stage_function("crosswind.runner.ray_engine:RayEngine")(choice, options)
    return engine
