(defun female (n) (if (= n 0) 1 (- n (male (female (- n 1))))))
(defun male (n) (if (= n 0) 0 (- n (female (male (- n 1))))))

(defun rounds (n sum) (if (= n 0) sum (rounds (- n 1) (+ sum (female n) (male n)))))

(defun main () (princ (rounds 100 0)))
