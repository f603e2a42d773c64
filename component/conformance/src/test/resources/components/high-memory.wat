;; A guest of 3 GiB whose values all lie above 2 GiB: it hands back what it was given, or what lies where it is told.
(component
  (import "leat:test/host@0.2.3" (instance $host
    (export "text" (func (param "value" string) (result string)))))

  (core module $libc
    (memory (export "memory") 49152)
    (global $next (mut i32) (i32.const 0x90000000))
    ;; Never frees, never grows.
    (func (export "realloc") (param $old i32) (param $old-size i32) (param $align i32) (param $size i32) (result i32)
      (local $start i32)
      (local.set $start
        (i32.and
          (i32.sub (i32.add (global.get $next) (local.get $align)) (i32.const 1))
          (i32.sub (i32.const 0) (local.get $align))))
      (global.set $next (i32.add (local.get $start) (local.get $size)))
      (local.get $start))
    (func (export "allocate-from") (param i32) (global.set $next (local.get 0)))
    (func (export "grow") (param i32) (result i32) (memory.grow (local.get 0))))
  (core instance $libc (instantiate $libc))
  (alias core export $libc "memory" (core memory $memory))
  (alias core export $libc "realloc" (core func $realloc))
  (core func $text (canon lower (func $host "text") (memory $memory) (realloc $realloc)))

  (core module $main
    (import "libc" "memory" (memory 1))
    (import "host" "text" (func $text (param i32 i32 i32)))
    (func (export "same") (param i32 i32) (result i32)
      (i32.store (i32.const 0xa0000000) (local.get 0))
      (i32.store (i32.const 0xa0000004) (local.get 1))
      (i32.const 0xa0000000))
    (func (export "text-through") (param i32 i32) (result i32)
      (call $text (local.get 0) (local.get 1) (i32.const 0xa0000010))
      (i32.const 0xa0000010))
    (func (export "last-of-many") (param i32) (result i32) (i32.load offset=64 (local.get 0)))
    (func (export "store") (param i32 i32) (i32.store8 (local.get 0) (local.get 1))))
  (core instance $main (instantiate $main
    (with "libc" (instance $libc))
    (with "host" (instance (export "text" (func $text))))))

  (func (export "allocate-from") (param "address" u32) (canon lift (core func $libc "allocate-from")))
  (func (export "grow") (param "pages" u32) (result s32) (canon lift (core func $libc "grow")))
  (func (export "store") (param "address" u32) (param "byte" u8) (canon lift (core func $main "store")))

  (func (export "utf8") (param "value" string) (result string)
    (canon lift (core func $main "same") (memory $memory) (realloc $realloc)))
  (func (export "utf16") (param "value" string) (result string)
    (canon lift (core func $main "same") (memory $memory) (realloc $realloc) string-encoding=utf16))
  (func (export "latin1") (param "value" string) (result string)
    (canon lift (core func $main "same") (memory $memory) (realloc $realloc) string-encoding=latin1+utf16))
  (func (export "text-through") (param "value" string) (result string)
    (canon lift (core func $main "text-through") (memory $memory) (realloc $realloc)))
  (func (export "bytes") (param "value" (list u8)) (result (list u8))
    (canon lift (core func $main "same") (memory $memory) (realloc $realloc)))
  (type $point' (record (field "name" string) (field "x" s64) (field "y" (option f32)) (field "on" bool)))
  (export $point "point" (type $point'))
  (func (export "points") (param "value" (list $point)) (result (list $point))
    (canon lift (core func $main "same") (memory $memory) (realloc $realloc)))
  ;; Seventeen parameters go by pointer.
  (func (export "last-of-many")
    (param "a" u32) (param "b" u32) (param "c" u32) (param "d" u32) (param "e" u32) (param "f" u32)
    (param "g" u32) (param "h" u32) (param "i" u32) (param "j" u32) (param "k" u32) (param "l" u32)
    (param "m" u32) (param "n" u32) (param "o" u32) (param "p" u32) (param "q" u32) (result u32)
    (canon lift (core func $main "last-of-many") (memory $memory) (realloc $realloc)))

  (func (export "utf8-at") (param "address" u32) (param "length" u32) (result string)
    (canon lift (core func $main "same") (memory $memory)))
  (func (export "utf16-at") (param "address" u32) (param "length" u32) (result string)
    (canon lift (core func $main "same") (memory $memory) string-encoding=utf16))
  (func (export "latin1-at") (param "address" u32) (param "length" u32) (result string)
    (canon lift (core func $main "same") (memory $memory) string-encoding=latin1+utf16))
  (func (export "bytes-at") (param "address" u32) (param "length" u32) (result (list u8))
    (canon lift (core func $main "same") (memory $memory))))
