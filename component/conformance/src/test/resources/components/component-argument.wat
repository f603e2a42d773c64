;; Gives a component to another component, which instantiates it: once.
(component
  (import "tick" (func $tick))
  (component $ticking
    (import "tick" (func $tick))
    (core func $lowered (canon lower (func $tick)))
    (core module $starting (import "" "tick" (func $tick)) (start $tick))
    (core instance (instantiate $starting (with "" (instance (export "tick" (func $lowered)))))))
  (component $taking
    (import "tick" (func $tick))
    (import "given" (component $given (import "tick" (func))))
    (instance (instantiate $given (with "tick" (func $tick)))))
  (instance (instantiate $taking
    (with "tick" (func $tick))
    (with "given" (component $ticking)))))
