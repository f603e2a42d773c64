;; Differs from machine to machine.
(module
  (func (export "f") (result i32)
    v128.const i64x2 1 2 v128.const i64x2 3 4 i8x16.relaxed_swizzle i8x16.extract_lane_u 0))
