(define (numbers from to text)
  (if (= from to) text (numbers (+ from 1) to (string-append text (number->string from) ","))))

(define (rounds n sum)
  (if (= n 0) sum (rounds (- n 1) (+ sum (string-length (numbers n (+ n 200) ""))))))

(display (rounds 5000 0))
