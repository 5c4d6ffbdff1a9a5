; An atomic operation that is no arithmetic of integers.
; run: hubc check %s -O0
; status: 1
; needs: llvm
target datalayout = "e-m:e-p:32:32-i64:64-n32-S128"
@x = global float 1.0
define i32 @main() {
  %old = atomicrmw fadd ptr @x, float 1.0 seq_cst
  ret i32 0
}
