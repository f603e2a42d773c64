;; Exports one interface in two versions that can stand in for each other: 20 answers 20, 26 answers 26.
(component
  (core module $module
    (func (export "old") (result i32) i32.const 20)
    (func (export "new") (result i32) i32.const 26))
  (core instance $instance (instantiate $module))
  (func $old (result u32) (canon lift (core func $instance "old")))
  (func $new (result u32) (canon lift (core func $instance "new")))
  (instance $greeter-old (export "answer" (func $old)))
  (instance $greeter-new (export "answer" (func $new)))
  (export "leat:fixtures/greeter@0.2.0" (instance $greeter-old))
  (export "leat:fixtures/greeter@0.2.6" (instance $greeter-new)))
