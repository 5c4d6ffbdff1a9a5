(defun chain (depth f)
  (if (= depth 0) f (chain (- depth 1) (lambda (x) (+ (funcall f x) depth)))))

(defun rounds (n sum)
  (if (= n 0) sum (rounds (- n 1) (+ sum (funcall (chain 1000 (lambda (x) (+ x n))) n)))))

(defun main () (princ (rounds 50000 0)))
