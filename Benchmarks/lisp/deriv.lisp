(defun derive (e)
  (cond ((atom e) (if (eq e 'x) 1 0))
        ((eq (car e) '+) (cons '+ (mapcar #'derive (cdr e))))
        ((eq (car e) '-) (cons '- (mapcar #'derive (cdr e))))
        ((eq (car e) '*) (list '* e (cons '+ (mapcar (lambda (f) (list '/ (derive f) f)) (cdr e)))))
        ((eq (car e) '/) (quotient-rule (cadr e) (caddr e)))
        (t (error "no rule"))))
(defun quotient-rule (a b)
  (list '- (list '/ (derive a) b) (list '/ a (list '* b b (derive b)))))

(defun size (e)
  (if (consp e) (reduce (lambda (sum part) (+ sum (size part))) e :initial-value 0) (if (eql e 1) 2 1)))

(defparameter *expression* '(+ (* 3 x x) (* a x x) (* b x) (/ x (+ x 5)) 5))

(defun rounds (n sum) (if (= n 0) sum (rounds (- n 1) (+ sum (size (derive *expression*))))))

(defun main () (princ (rounds 400000 0)))
