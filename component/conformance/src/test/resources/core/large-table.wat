;; Wants 1000 elements at once.
(module (table (export "table") 1000 funcref))
