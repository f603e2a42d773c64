from wit_world.imports import hybrid_logical_clock as hybrid_logical_clock
from wit_world.imports import logger as logger
from wit_world.imports import metrics as metrics
from wit_world.imports import state_store as state_store
from wit_world.imports import state_store_types as state_store_types
from wit_world.imports import types as types
