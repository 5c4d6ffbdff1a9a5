(define (range from to)
  (let loop ((n (- to 1)) (l '())) (if (< n from) l (loop (- n 1) (cons n l)))))
(define (keep f l)
  (let loop ((l l) (done '()))
    (if (null? l) (reverse done) (loop (cdr l) (if (f (car l)) (cons (car l) done) done)))))
(define (fold-list f z l) (if (null? l) z (fold-list f (f z (car l)) (cdr l))))

(define (even-number? n) (= (* (quotient n 2) 2) n))

(define (total count)
  (let* ((numbers (map (lambda (x) (+ (* x 3) 1)) (range 0 count))) (evens (keep even-number? numbers)))
    (+ (fold-list + 0 numbers) (fold-list + 0 evens) (length numbers) (length evens))))

(define (rounds n sum) (if (= n 0) sum (rounds (- n 1) (+ sum (total (+ 1000000 n))))))

(display (rounds 10 0))
