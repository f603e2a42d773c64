;; Owns a table whose first function is of a type that stands second here.
(module
  (type $decoy (func (param f64)))
  (type $unary (func (param i32) (result i32)))
  (table (export "table") 4 funcref)
  (elem (i32.const 0) $double)
  (func $double (type $unary) local.get 0 i32.const 2 i32.mul)
  (func (export "f") (param i32) (result i32) local.get 0))
