;; Throws with a tag that others can import, and with one of the same type that they cannot.
(module
  (tag $thrown (export "tag") (param i32))
  (tag $other (param i32))
  (func (export "throw") (param i32) local.get 0 throw $thrown)
  (func (export "throw-other") (param i32) local.get 0 throw $other))
