(defun rest-of (a b) (- a (* (truncate a b) b)))

(defun numbers (count seed l)
  (if (= count 0) l (numbers (- count 1) (rest-of (* seed 16807) 2147483647) (cons seed l))))

(defun join-sorted (a b)
  (cond ((null a) b)
        ((null b) a)
        ((<= (car a) (car b)) (cons (car a) (join-sorted (cdr a) b)))
        (t (cons (car b) (join-sorted a (cdr b))))))

(defun sorted (n l)
  (if (= n 1)
      (list (car l))
      (join-sorted (sorted (truncate n 2) l) (sorted (- n (truncate n 2)) (nthcdr (truncate n 2) l)))))

(defun main ()
  (princ (reduce (lambda (sum x) (rest-of (+ (* sum 31) x) 1000003))
                 (sorted 1000000 (numbers 1000000 1 '())) :initial-value 0)))
