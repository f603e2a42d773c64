;; Imports a memory of at most 4 pages.
(module (import "env" "memory" (memory 1 4)))
