;; Wants 100 pages at once.
(module (memory (export "memory") 100))
