;; One import of each kind, and a use of each.
(module $importer
  (import "exporter" "memory" (memory 1))
  (import "exporter" "table" (table 1 funcref))
  (import "exporter" "global" (global $global (mut i32)))
  (import "exporter" "tag" (tag $tag (param i32)))
  (import "exporter" "function" (func $function (result i32)))
  (export "again" (func $function))
  (func (export "sum") (result i32)
    (i32.add
      (i32.add (global.get $global) (call $function))
      (block $caught (result i32)
        (try_table (catch $tag $caught) (throw $tag (i32.const 58)))
        (unreachable)))))
