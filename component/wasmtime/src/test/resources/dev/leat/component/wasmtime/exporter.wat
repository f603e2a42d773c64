;; One export of each kind, for importer.wat.
(module $exporter
  (memory (export "memory") 1)
  (table (export "table") 1 funcref)
  (global (export "global") (mut i32) (i32.const 11))
  (tag (export "tag") (param i32))
  (func (export "function") (result i32) (i32.const 31)))
