;; What is called _start is an export like any other.
(module
  (global $calls (mut i32) (i32.const 0))
  (func (export "_start") global.get $calls i32.const 1 i32.add global.set $calls)
  (func (export "calls") (result i32) global.get $calls))
