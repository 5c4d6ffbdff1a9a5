(defparameter *table*
  '(apple 1 banana 2 cherry 3 date 4 elder 5 fig 6 grape 7 hazel 8 iris 9 jasmin 10
    kiwi 11 lemon 12 mango 13 nectarine 14 olive 15 peach 16 quince 17 rose 18 sage 19 thyme 20))
(defparameter *keys* (loop for key in *table* by #'cddr collect key))

(defun plist-set (l key value)
  (let ((done '()))
    (loop
      (cond ((null l) (return (revappend done (list key value))))
            ((eq (car l) key) (return (revappend done (list* key value (cddr l)))))
            (t (push (car l) done) (push (cadr l) done) (setq l (cddr l)))))))

(defun total (table) (reduce (lambda (sum key) (+ sum (getf table key))) *keys* :initial-value 0))

(defun rounds (n table sum)
  (if (= n 0) sum (rounds (- n 1) (plist-set table 'jasmin n) (+ sum (total table)))))

(defun main () (princ (rounds 500000 *table* 0)))
