; An intrinsic that hubc does not know.
; run: hubc check %s -O0
; status: 1
; needs: llvm
target datalayout = "e-m:e-p:32:32-i64:64-n32-S128"
declare ptr @llvm.returnaddress(i32)
define i32 @main() {
  %x = call ptr @llvm.returnaddress(i32 0)
  %y = ptrtoint ptr %x to i32
  ret i32 %y
}
