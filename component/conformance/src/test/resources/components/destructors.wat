;; A resource whose destructor does what its number says: 0 calls the host, 1 traps, 2 spins.
(component
  (import "destroyed" (func $destroyed (param "number" u32)))
  (core func $destroyed (canon lower (func $destroyed)))
  (core module $destructor-module
    (import "" "destroyed" (func $destroyed (param i32)))
    (func (export "destructor") (param i32)
      (if (i32.eq (local.get 0) (i32.const 1)) (then unreachable))
      (if (i32.eq (local.get 0) (i32.const 2)) (then (loop $forever (br $forever))))
      (call $destroyed (local.get 0))))
  (core instance $destructor (instantiate $destructor-module
    (with "" (instance (export "destroyed" (func $destroyed))))))
  (type $thing' (resource (rep i32) (dtor (core func $destructor "destructor"))))
  (core func $new (canon resource.new $thing'))
  (core func $drop (canon resource.drop $thing'))
  (core func $rep (canon resource.rep $thing'))
  (core module $main
    (import "" "new" (func $new (param i32) (result i32)))
    (import "" "drop" (func $drop (param i32)))
    (import "" "rep" (func $rep (param i32) (result i32)))
    (func (export "make") (param i32) (result i32) (call $new (local.get 0)))
    (func (export "handle-of") (param i32) (result i32) (local.get 0))
    (func (export "drop") (param i32) (call $drop (local.get 0)))
    (func (export "keep") (param i32))
    (func (export "number") (param i32) (result i32) (local.get 0))
    (func (export "rep") (param i32) (result i32) (call $rep (local.get 0))))
  (core instance $main (instantiate $main (with "" (instance
    (export "new" (func $new)) (export "drop" (func $drop)) (export "rep" (func $rep))))))
  (export $thing "thing" (type $thing'))
  (func (export "make") (param "number" u32) (result (own $thing)) (canon lift (core func $main "make")))
  ;; The handle that the guest got for a thing; the guest keeps it.
  (func (export "handle-of") (param "thing" (own $thing)) (result u32) (canon lift (core func $main "handle-of")))
  (func (export "drop") (param "thing" (own $thing)) (canon lift (core func $main "drop")))
  (func (export "drop-handle") (param "handle" u32) (canon lift (core func $main "drop")))
  (func (export "take-back") (param "handle" u32) (result (own $thing)) (canon lift (core func $main "handle-of")))
  (func (export "number") (param "thing" (borrow $thing)) (result u32) (canon lift (core func $main "number")))
  (func (export "rep") (param "handle" u32) (result u32) (canon lift (core func $main "rep"))))
