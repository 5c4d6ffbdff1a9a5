(defun range (from to) (loop for n from from below to collect n))

(defun even-number-p (n) (= (* (truncate n 2) 2) n))

(defun total (count)
  (reduce #'+ (remove-if-not #'even-number-p (mapcar (lambda (x) (+ (* x 3) 1)) (range 0 count)))))

(defun rounds (n sum) (if (= n 0) sum (rounds (- n 1) (+ sum (total (+ 1000000 n))))))

(defun main () (princ (rounds 30 0)))
