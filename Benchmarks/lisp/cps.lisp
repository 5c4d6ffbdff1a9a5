(defun fib (n k)
  (if (< n 2)
      (funcall k n)
      (fib (- n 1) (lambda (a) (fib (- n 2) (lambda (b) (funcall k (+ a b))))))))

(defun main () (princ (fib 35 (lambda (x) (+ x 0)))))
