from wit_world import exports as exports

from . import imports as imports
