;; Never returns: in a loop, in a loop of calls, and in calls alone.
(module
  (global $spent (export "spent") (mut i64) (i64.const 0))
  (func (export "loop") loop br 0 end)
  (func (export "counting-loop") (local i64)
    loop
      local.get 0 i64.const 1 i64.add local.tee 0
      i64.const -1 i64.ne
      br_if 0
    end)
  (func $nothing)
  (func (export "calling-loop") loop call $nothing br 0 end)
  (func $fibonacci (export "fibonacci") (param i32) (result i64)
    local.get 0 i32.const 2 i32.lt_u
    if (result i64) local.get 0 i64.extend_i32_u
    else
      local.get 0 i32.const 1 i32.sub call $fibonacci
      local.get 0 i32.const 2 i32.sub call $fibonacci
      i64.add
    end)
  (func (export "quick") (result i32) i32.const 1))
