;; Traps in its start function.
(module $start_trap
  (func $start unreachable)
  (start $start))
