(define (rest-of a b) (- a (* (quotient a b) b)))

(define (numbers count seed l)
  (if (= count 0) l (numbers (- count 1) (rest-of (* seed 16807) 2147483647) (cons seed l))))

(define (drop n l) (if (<= n 0) l (drop (- n 1) (cdr l))))
(define (fold-list f z l) (if (null? l) z (fold-list f (f z (car l)) (cdr l))))

(define (join-sorted a b)
  (cond ((null? a) b)
        ((null? b) a)
        ((<= (car a) (car b)) (cons (car a) (join-sorted (cdr a) b)))
        (else (cons (car b) (join-sorted a (cdr b))))))

(define (sorted n l)
  (if (= n 1)
      (list (car l))
      (join-sorted (sorted (quotient n 2) l) (sorted (- n (quotient n 2)) (drop (quotient n 2) l)))))

(display (fold-list (lambda (sum x) (rest-of (+ (* sum 31) x) 1000003)) 0 (sorted 1000000 (numbers 1000000 1 '()))))
