(define (safe? column placed distance)
  (cond ((null? placed) #t)
        ((= (car placed) column) #f)
        ((= (car placed) (+ column distance)) #f)
        ((= (car placed) (- column distance)) #f)
        (else (safe? column (cdr placed) (+ distance 1)))))

(define (place n row placed) (if (= row n) 1 (try n row placed 0 0)))

(define (try n row placed column found)
  (if (= column n)
      found
      (try n row placed (+ column 1)
           (+ found (if (safe? column placed 1) (place n (+ row 1) (cons column placed)) 0)))))

(display (place 12 0 '()))
