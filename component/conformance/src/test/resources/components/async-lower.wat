;; Two modules import the same async lower, and the same function of the threads feature, which one of them gives
;; another type than the other does.
(component
  (import "leat:test/host@0.2.3" (instance $host
    (export "ping" (func (param "value" u32) (result u32)))))
  (core module $libc (memory (export "memory") 1))
  (core instance $libc (instantiate $libc))
  (core func $ping (canon lower (func $host "ping") async (memory (core memory $libc "memory"))))
  (core func $drop (canon subtask.drop))
  (core module $first
    (import "host" "ping" (func $ping (param i32 i32) (result i32)))
    (import "host" "drop" (func $drop (param i32)))
    (func (export "ping") (param i32) (result i32) (call $ping (local.get 0) (i32.const 0)))
    (func (export "drop") (param i32) (call $drop (local.get 0))))
  (core module $second
    (import "host" "ping" (func $ping (param i32 i32) (result i32)))
    (import "host" "drop" (func $drop (param i64) (result f32)))
    (func (export "ping") (param i32) (result i32) (call $ping (local.get 0) (i32.const 0)))
    (func (export "drop") (param i32) (drop (call $drop (i64.const 0)))))
  (core instance $host (export "ping" (func $ping)) (export "drop" (func $drop)))
  (core instance $first (instantiate $first (with "host" (instance $host))))
  (core instance $second (instantiate $second (with "host" (instance $host))))
  (func (export "first-ping") (param "value" u32) (result u32) (canon lift (core func $first "ping")))
  (func (export "second-ping") (param "value" u32) (result u32) (canon lift (core func $second "ping")))
  (func (export "first-drop") (param "value" u32) (canon lift (core func $first "drop")))
  (func (export "second-drop") (param "value" u32) (canon lift (core func $second "drop"))))
