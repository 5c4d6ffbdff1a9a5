"""Writes a Lisp program of about so many lines, for the benchmark of compile time.

Usage: generate.py LINES OUT.valk

The program is made of blocks of the mix that programs have: functions over numbers, lists, property lists and strings,
closures, state in globals, forms at the top. {n} is the number of the block, {p} that of the one before, whose functions
it calls. The program prints one line for each block.
"""

import sys

START = '(load "src/prelude.valk")\n'
BLOCK = """
; ---------------------------------------------------------------------------------------------------------------------
; Block {n}: an account, its history, and what is computed of it.

(def {{account-{n}}} {{:name "account {n}" :balance {b} :limit 500 :history {{}} :tags {{:new :small}}}})
(def {{total-{n}}} 0)

; The sum of the squares from `from` to `to`.
(fun {{squares-{n} from to sum}} {{
  if (> from to)
    {{sum}}
    {{squares-{n} (+ from 1) to (+ sum (* from from))}}
}})

; An account after a payment; a payment over the limit is refused.
(fun {{pay-{n} account amount}} {{
  select
    {{(< amount 0) (error "a payment is not negative")}}
    {{(> amount (plist/get account :limit)) account}}
    {{otherwise
      (plist/set
        (plist/set account :balance (- (plist/get account :balance) amount))
        :history (cons amount (plist/get account :history)))}}
}})

(fun {{describe-{n} account}} {{
  (= {{name}} (plist/get account :name))
  (= {{balance}} (plist/get account :balance))
  (= {{state}} (if (< balance 0) {{"overdrawn"}} {{"in credit"}}))
  (str name " is " state " by " (if (< balance 0) {{- 0 balance}} {{balance}}))
}})

; Lists: what is larger than a bound, in order, each once.
(fun {{insert-{n} x sorted}} {{
  if (== sorted nil)
    {{list x}}
    {{if (<= x (head sorted)) {{cons x sorted}} {{cons (head sorted) (insert-{n} x (tail sorted))}}}}
}})
(fun {{sorted-{n} l}} {{foldl (flip insert-{n}) nil l}})
(fun {{large-{n} bound l}} {{
  sorted-{n} (filter (\\ {{x}} {{> x bound}}) (map (\\ {{x}} {{+ (* x {k}) 1}}) l))
}})

; A counter that is passed on, and a function that makes functions.
(fun {{scale-{n} factor}} {{\\ {{x}} {{(= {{scaled}} (* x factor)) (if (> scaled 1000) {{- scaled 1000}} {{scaled}})}}}})
(fun {{both-{n} f g x}} {{
  do
    (= {{first}} (f x))
    (= {{second}} (g first))
    (list first second)
}})

(fun {{kind-{n} word}} {{
  case word
    {{"deposit" :in}}
    {{"payment" :out}}
    {{"transfer" :both}}
}})

(fun {{replay-{n} amounts account}} {{
  if (== amounts nil)
    {{account}}
    {{replay-{n} (tail amounts) (pay-{n} account (head amounts))}}
}})

(= {{before-{n}}} (large-{n} 10 (range 0 8)))
(= {{after-{n}}} (replay-{n} (list {b} 20 600 5) account-{n}))
(def {{total-{n}}} (+ total-{p} (squares-{n} 1 10 0)))
(if (error? (pay-{n} account-{n} -1)) {{= {{refused-{n}}} 1}} {{= {{refused-{n}}} 0}})
(print (describe-{n} after-{n}) (len before-{n}) (both-{n} (scale-{n} {k}) (scale-{p} 7) 3)
  (kind-{n} "payment") total-{n} refused-{n})
"""


def program(lines):
    parts = [START, "(def {total-0} 0)\n", "(fun {scale-0 factor} {* factor})\n"]
    count = (lines - len(parts)) // BLOCK.count("\n")
    for n in range(1, count + 1):
        parts.append(BLOCK.format(n=n, p=n - 1, b=7 * n % 400, k=n % 9 + 2))
    return "".join(parts)


def main():
    lines, path = int(sys.argv[1]), sys.argv[2]
    with open(path, "w", encoding="utf-8") as file:
        file.write(program(lines))


if __name__ == "__main__":
    main()
