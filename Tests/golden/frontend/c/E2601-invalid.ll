; IR that reads but breaks a rule of LLVM's: a value that does not dominate its use.
; run: hubc check %s
; status: 1
; needs: llvm
define i32 @main(i1 %c) {
  br i1 %c, label %a, label %b
a:
  %x = add i32 1, 2
  br label %b
b:
  ret i32 %x
}
