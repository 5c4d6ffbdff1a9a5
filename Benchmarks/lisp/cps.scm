(define (fib n k)
  (if (< n 2)
      (k n)
      (fib (- n 1) (lambda (a) (fib (- n 2) (lambda (b) (k (+ a b))))))))

(display (fib 35 (lambda (x) (+ x 0))))
