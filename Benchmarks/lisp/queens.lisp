(defun safe-p (column placed distance)
  (cond ((null placed) t)
        ((= (car placed) column) nil)
        ((= (car placed) (+ column distance)) nil)
        ((= (car placed) (- column distance)) nil)
        (t (safe-p column (cdr placed) (+ distance 1)))))

(defun place (n row placed) (if (= row n) 1 (try n row placed 0 0)))

(defun try (n row placed column found)
  (if (= column n)
      found
      (try n row placed (+ column 1)
           (+ found (if (safe-p column placed 1) (place n (+ row 1) (cons column placed)) 0)))))

(defun main () (princ (place 12 0 '())))
