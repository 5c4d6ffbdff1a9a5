; Floats wider than double.
; run: hubc check %s -O0
; status: 1
; needs: llvm
target datalayout = "e-m:e-p:64:64-i64:64-f80:128-n8:16:32:64-S128"
define i32 @main() {
  %x = fadd x86_fp80 0xK3FFF8000000000000000, 0xK3FFF8000000000000000
  %y = fptosi x86_fp80 %x to i32
  ret i32 %y
}
