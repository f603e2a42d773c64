from componentize_py_types import Err as Err, Ok as Ok, Result as Result, Some as Some
