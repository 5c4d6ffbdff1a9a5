(define (start n a b)
  (if (= n 0) (+ a b) (if (< a b) (left (- n 1) (+ a 3) b) (right (- n 1) a (+ b 2)))))
(define (left n a b)
  (if (= n 0) a (if (< 1000 a) (start (- n 1) (- a 1000) b) (right (- n 1) (+ a 1) b))))
(define (right n a b)
  (if (= n 0) b (if (< 1000 b) (start (- n 1) a (- b 900)) (left (- n 1) a (+ b 1)))))

(display (start 200000000 0 1))
