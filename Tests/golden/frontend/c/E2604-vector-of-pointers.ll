; Arithmetic on a vector of pointers.
; run: hubc check %s -O0
; status: 1
; needs: llvm
target datalayout = "e-m:e-p:32:32-i64:64-n32-S128"
define i32 @main(<2 x ptr> %x) {
  %y = getelementptr i8, <2 x ptr> %x, i32 4
  %z = extractelement <2 x ptr> %y, i32 0
  %w = load i32, ptr %z
  ret i32 %w
}
