;; Imports an immutable i32.
(module
  (import "env" "global" (global $global i32))
  (func (export "value") (result i32) global.get $global))
