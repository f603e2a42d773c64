;; An active segment out of bounds.
(module $segment
  (memory 1)
  (data (i32.const 65535) "xx"))
