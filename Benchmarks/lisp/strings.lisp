(defun digits (n) (let ((*print-base* 10)) (princ-to-string n)))

(defun numbers (from to text)
  (if (= from to) text (numbers (+ from 1) to (concatenate 'string text (digits from) ","))))

(defun rounds (n sum)
  (if (= n 0) sum (rounds (- n 1) (+ sum (length (numbers n (+ n 200) ""))))))

(defun main () (princ (rounds 5000 0)))
