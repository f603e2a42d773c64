;; A function that the host cannot call.
(module $references
  (func (export "externref") (param externref) (result externref) (local.get 0)))
