;; Imports a table of at least 3 elements.
(module (import "env" "table" (table 3 funcref)))
