(defun run (n sum)
  (if (= n 0)
      sum
      (run (- n 1) (if (< sum 1000000) (+ sum n) (- sum 999999)))))

(defun main () (princ (run 300000000 0)))
