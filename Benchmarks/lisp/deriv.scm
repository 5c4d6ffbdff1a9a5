(define (derive e)
  (cond ((not (pair? e)) (if (eq? e 'x) 1 0))
        ((eq? (car e) '+) (cons '+ (map derive (cdr e))))
        ((eq? (car e) '-) (cons '- (map derive (cdr e))))
        ((eq? (car e) '*) (list '* e (cons '+ (map (lambda (f) (list '/ (derive f) f)) (cdr e)))))
        ((eq? (car e) '/) (quotient-rule (cadr e) (caddr e)))
        (else (error "no rule"))))
(define (quotient-rule a b)
  (list '- (list '/ (derive a) b) (list '/ a (list '* b b (derive b)))))

(define (fold-list f z l) (if (null? l) z (fold-list f (f z (car l)) (cdr l))))
(define (size e)
  (if (pair? e) (fold-list (lambda (sum part) (+ sum (size part))) 0 e) (if (eqv? e 1) 2 1)))

(define expression '(+ (* 3 x x) (* a x x) (* b x) (/ x (+ x 5)) 5))

(define (rounds n sum) (if (= n 0) sum (rounds (- n 1) (+ sum (size (derive expression))))))

(display (rounds 400000 0))
