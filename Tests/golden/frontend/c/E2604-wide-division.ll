; Division of integers that no target has.
; run: hubc check %s -O0
; status: 1
; needs: llvm
target datalayout = "e-m:e-p:32:32-i64:64-n32-S128"
@a = global i128 12345678901234567890123
define i32 @main() {
  %x = load i128, ptr @a
  %y = udiv i128 %x, 10
  %z = trunc i128 %y to i32
  ret i32 %z
}
