(define table
  '(apple 1 banana 2 cherry 3 date 4 elder 5 fig 6 grape 7 hazel 8 iris 9 jasmin 10
    kiwi 11 lemon 12 mango 13 nectarine 14 olive 15 peach 16 quince 17 rose 18 sage 19 thyme 20))

(define (every-second l done) (if (null? l) (reverse done) (every-second (cddr l) (cons (car l) done))))
(define keys (every-second table '()))
(define (fold-list f z l) (if (null? l) z (fold-list f (f z (car l)) (cdr l))))

(define (plist-get l key)
  (cond ((null? l) '())
        ((eq? (car l) key) (cadr l))
        (else (plist-get (cddr l) key))))
(define (append-reversed l rest) (if (null? l) rest (append-reversed (cdr l) (cons (car l) rest))))
(define (plist-set l key value)
  (let loop ((l l) (done '()))
    (cond ((null? l) (append-reversed done (list key value)))
          ((eq? (car l) key) (append-reversed done (cons key (cons value (cddr l)))))
          (else (loop (cddr l) (cons (cadr l) (cons (car l) done)))))))

(define (total table) (fold-list (lambda (sum key) (+ sum (plist-get table key))) 0 keys))

(define (rounds n table sum)
  (if (= n 0) sum (rounds (- n 1) (plist-set table 'jasmin n) (+ sum (total table)))))

(display (rounds 500000 table 0))
