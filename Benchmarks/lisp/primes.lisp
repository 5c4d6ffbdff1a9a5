(defun range (from to) (loop for n from from below to collect n))

(defun multiple-p (n p) (= (* (truncate n p) p) n))

(defun sieve (l primes)
  (if (null l)
      primes
      (let ((p (car l))) (sieve (remove-if (lambda (n) (multiple-p n p)) (cdr l)) (cons p primes)))))

(defun main ()
  (let ((primes (sieve (range 2 50000) '())))
    (format t "~D ~D" (length primes) (reduce #'+ primes))))
