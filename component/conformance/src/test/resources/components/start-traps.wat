;; Its core module's start function traps.
(component
  (core module $module (func $trap unreachable) (start $trap))
  (core instance (instantiate $module)))
