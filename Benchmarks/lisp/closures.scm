(define (chain depth f)
  (if (= depth 0) f (chain (- depth 1) (lambda (x) (+ (f x) depth)))))

(define (rounds n sum)
  (if (= n 0) sum (rounds (- n 1) (+ sum ((chain 1000 (lambda (x) (+ x n))) n)))))

(display (rounds 50000 0))
