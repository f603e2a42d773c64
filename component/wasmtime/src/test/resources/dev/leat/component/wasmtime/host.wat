;; Guests that call the host.
(module $host
  (import "host" "call" (func $call (param i32) (result i32)))
  (func $relay (export "relay") (param i32) (result i32)
    (call $call (local.get 0)))
  (func (export "loop") (param $times i32)
    (loop $again
      (drop (call $call (local.get $times)))
      (br_if $again (local.tee $times (i32.sub (local.get $times) (i32.const 1))))))
  ;; Takes any exception that a guest throws; what the host throws must go past it.
  (func (export "catch-all") (param i32) (result i32)
    (block $caught
      (try_table (catch_all $caught)
        (return (call $call (local.get 0)))))
    (i32.const -1))
  ;; Recurses as deep as there is stack, and calls the host at each level.
  (func $sink (export "sink") (param i32) (result i32)
    (drop (call $call (local.get 0)))
    (i32.add (i32.const 1) (call $sink (i32.add (local.get 0) (i32.const 1))))))
