;; Its core module's start function never returns.
(component
  (core module $module (func $spin (loop $forever (br $forever))) (start $spin))
  (core instance (instantiate $module)))
