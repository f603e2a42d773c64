;; Catches what throwing.wat throws with the tag that it exports.
(module
  (import "env" "tag" (tag $tag (param i32)))
  (import "env" "throw" (func $throw (param i32)))
  (func (export "catch") (param i32) (result i32)
    (block $caught (result i32)
      (try_table (catch $tag $caught) local.get 0 call $throw)
      i32.const -1)))
