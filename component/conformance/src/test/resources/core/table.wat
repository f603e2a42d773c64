;; A table that grows.
(module
  (table $table (export "table") 2 100 funcref)
  (func (export "grow") (param i32) (result i32) ref.null func local.get 0 table.grow $table)
  (func (export "size") (result i32) table.size $table))
