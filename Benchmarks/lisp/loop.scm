(define (run n sum)
  (if (= n 0)
      sum
      (run (- n 1) (if (< sum 1000000) (+ sum n) (- sum 999999)))))

(display (run 300000000 0))
