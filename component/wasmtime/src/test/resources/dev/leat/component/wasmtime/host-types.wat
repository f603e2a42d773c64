;; Calls the host with a value of each type, and gives back what it returns.
(module $host_types
  (import "host" "mix" (func $mix (param i32 i64 f32 f64) (result f64 f32 i64 i32)))
  (func (export "mix") (param i32 i64 f32 f64) (result f64 f32 i64 i32)
    (call $mix (local.get 0) (local.get 1) (local.get 2) (local.get 3))))
