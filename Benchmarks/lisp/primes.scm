(define (range from to)
  (let loop ((n (- to 1)) (l '())) (if (< n from) l (loop (- n 1) (cons n l)))))
(define (keep f l)
  (let loop ((l l) (done '()))
    (if (null? l) (reverse done) (loop (cdr l) (if (f (car l)) (cons (car l) done) done)))))
(define (fold-list f z l) (if (null? l) z (fold-list f (f z (car l)) (cdr l))))

(define (multiple? n p) (= (* (quotient n p) p) n))

(define (sieve l primes)
  (if (null? l)
      primes
      (let ((p (car l))) (sieve (keep (lambda (n) (not (multiple? n p))) (cdr l)) (cons p primes)))))

(define primes (sieve (range 2 50000) '()))
(display (length primes))
(display " ")
(display (fold-list + 0 primes))
