;; A module imports an async lower under the type that a plain lower would have, and another under its own.
(component
  (import "ping" (func $ping (param "value" u32) (result u32)))
  (core module $libc (memory (export "memory") 1))
  (core instance $libc (instantiate $libc))
  (core func $ping (canon lower (func $ping) async (memory (core memory $libc "memory"))))
  (core module $first (import "host" "ping" (func (param i32 i32) (result i32))))
  (core module $second (import "host" "ping" (func (param i32) (result i32))))
  (core instance $host (export "ping" (func $ping)))
  (core instance (instantiate $first (with "host" (instance $host))))
  (core instance (instantiate $second (with "host" (instance $host)))))
