; Text that LLVM cannot read, with LLVM's own words for it.
; run: hubc check %s
; status: 1
; needs: llvm
define i32 @main() {
  %1 = frobnicate i32 1
  ret i32 %1
}
