;; Calls the host in its start function.
(module $start_host
  (import "host" "call" (func $call))
  (start $call))
