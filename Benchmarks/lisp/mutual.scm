(define (female n) (if (= n 0) 1 (- n (male (female (- n 1))))))
(define (male n) (if (= n 0) 0 (- n (female (male (- n 1))))))

(define (rounds n sum) (if (= n 0) sum (rounds (- n 1) (+ sum (female n) (male n)))))

(display (rounds 100 0))
