(define (tree depth)
  (if (= depth 0) (list '() '()) (list (tree (- depth 1)) (tree (- depth 1)))))

(define (nodes tree) (if (null? (car tree)) 1 (+ 1 (nodes (car tree)) (nodes (cadr tree)))))

(define (rounds count depth sum)
  (if (= count 0) sum (rounds (- count 1) depth (+ sum (nodes (tree depth))))))

(define (depths depth count sum)
  (if (> depth 18) sum (depths (+ depth 2) (quotient count 4) (+ sum (rounds count depth 0)))))

(define (range from to)
  (let loop ((n (- to 1)) (l '())) (if (< n from) l (loop (- n 1) (cons n l)))))
(define (fold-list f z l) (if (null? l) z (fold-list f (f z (car l)) (cdr l))))

(define living (tree 20))
(define numbers (range 0 524288))
(display (depths 4 65536 0))
(display " ")
(display (nodes living))
(display " ")
(display (fold-list + 0 numbers))
