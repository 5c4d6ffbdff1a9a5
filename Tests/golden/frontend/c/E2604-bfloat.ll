; A float format that hubc does not have.
; run: hubc check %s -O0
; status: 1
; needs: llvm
target datalayout = "e-m:e-p:32:32-i64:64-n32-S128"
define i32 @main(bfloat %x) {
  ret i32 0
}
