;; Calls the host when it is instantiated.
(module
  (import "host" "started" (func $started (param i32)))
  (memory (export "memory") 1)
  (func $start i32.const 42 call $started)
  (start $start))
