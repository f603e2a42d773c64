;; Exports a global of each type.
(module
  (global (export "i32") i32 (i32.const 1))
  (global (export "i64") i64 (i64.const 2))
  (global (export "mutable") (mut i32) (i32.const 3)))
